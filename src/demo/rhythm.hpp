// When people buy: the weight of a day and the hour within it. Days are local days of Viet Nam (UTC+7, no summer time).
#pragma once

#include <optional>
#include <vector>

#include "platform/base/random.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::demo {

// The first day of the lunar year (mùng 1 Tết) in the Vietnamese calendar, for 2022 to 2032; nothing outside. 2030
// differs from China: the new moon falls at 23:07 in Hà Nội and after midnight in Beijing.
std::optional<Day> tet_of(int year);

// Days until the nearest Tết (negative: days since), when one lies within 30 days before or 15 days after it; nothing
// otherwise.
std::optional<int> days_to_tet(Day day);

enum class Place { shop, web, office };

// How busy a day is, relative to an ordinary one (mean about 1). 0 only for an office on days off.
double weight_of_day(Place place, Day day);

// A moment within the day, in milliseconds since local midnight, by the hours in which people come.
std::int32_t time_of_day_ms(Place place, Random& random);

// Turns waiting times in "ordinary days" into calendar days, so that purchases gather before Tết and thin out on its
// first days.
class Rhythm {
 public:
  Rhythm(Place place, Day first, int day_count);
  // The first day index > `after` by which `ordinary_days` of business have passed since the end of `after`;
  // day_count() when that is later.
  int day_after(int after, double ordinary_days) const;
  // Ordinary days of business in the days after `after` up to and including `until`; 0 when there are none.
  double ordinary_days(int after, int until) const;
  int day_count() const { return static_cast<int>(sums_.size()) - 1; }

 private:
  std::vector<double> sums_;  // sums_[i]: weight of the days before i
};

}  // namespace ganbo::demo
