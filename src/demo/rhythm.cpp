#include "demo/rhythm.hpp"

#include <algorithm>
#include <array>

namespace ganbo::demo {
namespace {

struct TetDate {
  int year;
  int month;
  int day;
};
constexpr auto tet_dates = std::to_array<TetDate>({{2022, 2, 1},
                                                   {2023, 1, 22},
                                                   {2024, 2, 10},
                                                   {2025, 1, 29},
                                                   {2026, 2, 17},
                                                   {2027, 2, 6},
                                                   {2028, 1, 26},
                                                   {2029, 2, 13},
                                                   {2030, 2, 2},
                                                   {2031, 1, 23},
                                                   {2032, 2, 11}});

// Monday first. 1970-01-01 was a Thursday.
int weekday_of(Day day) { return (day.days % 7 + 7 + 3) % 7; }

constexpr std::array<double, 7> shop_weekdays{0.88, 0.86, 0.90, 0.92, 1.00, 1.20, 1.24};
constexpr std::array<double, 7> web_weekdays{1.10, 1.08, 1.05, 1.02, 0.95, 0.86, 0.94};
constexpr std::array<double, 7> office_weekdays{1.25, 1.25, 1.20, 1.20, 1.10, 0.50, 0.0};

using Hours = std::array<int, 24>;
// Breakfast coffee from half past six, a lull at noon, a second cup at three, the evening until ten.
constexpr Hours shop_hours{0, 0, 0, 0, 0, 0, 5, 15, 14, 9, 6, 4, 4, 4, 7, 8, 6, 5, 5, 6, 6, 3, 0, 0};
// The lunch break and the hour after the children are in bed.
constexpr Hours web_hours{2, 1, 1, 0, 0, 1, 2, 3, 4, 6, 6, 7, 8, 5, 5, 5, 4, 4, 4, 6, 9, 10, 7, 4};
constexpr Hours office_hours{0, 0, 0, 0, 0, 0, 0, 2, 12, 16, 15, 7, 0, 6, 14, 14, 10, 4, 0, 0, 0, 0, 0, 0};

int hour_of(const Hours& hours, Random& random) { return static_cast<int>(draw(random, hours, std::identity{})); }

// New Year, Reunification Day, Labour Day, National Day: offices are shut, shops are full.
bool is_public_holiday(Day day) {
  const CivilDate date = civil_of(day);
  return (date.month == 1 && date.day == 1) || (date.month == 4 && date.day == 30) ||
         (date.month == 5 && date.day == 1) || (date.month == 9 && date.day == 2);
}

// Gifts and full tins before Tết; on the first days the town is empty; then families come out together.
double tet_factor(Place place, int days_left) {
  if (place == Place::office)
    return days_left >= -5 && days_left <= 2 ? 0.0 : days_left > 2 && days_left <= 18 ? 1.35 : 1.0;
  if (days_left > 2) return days_left <= 16 ? 1.7 : days_left <= 25 ? 1.25 : 1.0;
  if (days_left >= 0) return place == Place::shop ? 0.25 : 0.35;   // 29 and 30 Tết, mùng 1
  if (days_left >= -2) return place == Place::shop ? 0.35 : 0.30;  // mùng 2 and 3
  if (days_left >= -8) return place == Place::shop ? 1.30 : 0.80;
  return place == Place::shop ? 0.95 : 0.90;
}

}  // namespace

std::optional<Day> tet_of(int year) {
  for (const auto& date : tet_dates)
    if (date.year == year) return day_of(CivilDate{date.year, date.month, date.day});
  return std::nullopt;
}

std::optional<int> days_to_tet(Day day) {
  const int year = civil_of(day).year;
  for (const int tet_year : {year, year + 1}) {  // late December may lie within 30 days of the next year's
    const auto tet = tet_of(tet_year);
    if (!tet) continue;
    const int days_left = tet->days - day.days;
    if (days_left <= 30 && days_left >= -15) return days_left;
  }
  return std::nullopt;
}

double weight_of_day(Place place, Day day) {
  const auto weekday = static_cast<std::size_t>(weekday_of(day));
  double weight = place == Place::shop  ? shop_weekdays[weekday]
                  : place == Place::web ? web_weekdays[weekday]
                                        : office_weekdays[weekday];
  if (const auto days_left = days_to_tet(day)) weight *= tet_factor(place, *days_left);
  if (is_public_holiday(day)) weight *= place == Place::office ? 0.0 : place == Place::shop ? 1.2 : 0.8;
  return weight;
}

std::int32_t time_of_day_ms(Place place, Random& random) {
  const Hours& hours = place == Place::shop ? shop_hours : place == Place::web ? web_hours : office_hours;
  const int hour = hour_of(hours, random);
  auto within = static_cast<std::int32_t>(random.below(3'600'000));
  if ((place == Place::shop && hour == 6) || (place == Place::office && hour == 7))
    within = 1'800'000 + within / 2;  // open at half past
  return hour * 3'600'000 + within;
}

Rhythm::Rhythm(Place place, Day first, int day_count) {
  sums_.reserve(static_cast<std::size_t>(day_count) + 1);
  sums_.push_back(0);
  for (int i = 0; i < day_count; ++i) sums_.push_back(sums_.back() + weight_of_day(place, {first.days + i}));
}

int Rhythm::day_after(int after, double ordinary_days) const {
  const auto from = sums_.begin() + std::clamp(after + 1, 0, day_count());
  const auto it = std::upper_bound(from, sums_.end(), *from + ordinary_days);
  // *it is the weight of all days before `it`, so the moment falls into the day before it.
  return it == sums_.end() ? day_count() : static_cast<int>(it - sums_.begin()) - 1;
}

double Rhythm::ordinary_days(int after, int until) const {
  const auto sum = [&](int day) { return sums_[static_cast<std::size_t>(std::clamp(day + 1, 0, day_count()))]; };
  return std::max(0.0, sum(until) - sum(after));
}

}  // namespace ganbo::demo
