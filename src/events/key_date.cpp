#include "events/key_date.hpp"

namespace ganbo::events {
namespace {

Day in_year(CivilDate date, int year) {
  date.year = year;
  if (!is_real_date(date)) date.day = 28;  // 29 February
  return day_of(date);
}

}  // namespace

std::optional<Day> occurrence(Day first, bool yearly, Day from) {
  if (first >= from) return first;
  if (!yearly) return std::nullopt;
  const CivilDate date = civil_of(first);
  const int year = civil_of(from).year;
  const Day this_year = in_year(date, year);
  return this_year >= from ? this_year : in_year(date, year + 1);
}

}  // namespace ganbo::events
