#include "events/key_date.hpp"

#include "platform/base/lunar_calendar.hpp"

namespace ganbo::events {
namespace {

Day in_year(CivilDate date, int year) {
  date.year = year;
  if (!is_real_date(date)) date.day = 28;  // 29 February
  return day_of(date);
}

std::optional<Day> in_lunar_year(const LunarDate& date, int year) {
  const auto days = days_of_month(year, date.month, false);
  return days ? day_of(LunarDate{year, date.month, false, std::min(date.day, *days)}) : std::nullopt;
}

std::optional<Day> lunar_falls(Day first, Day from) {
  const auto date = lunar_of(first);
  const auto now = lunar_of(from);
  if (!date || !now) return std::nullopt;
  const auto this_year = in_lunar_year(*date, now->year);
  return this_year && *this_year >= from ? this_year : in_lunar_year(*date, now->year + 1);
}

}  // namespace

std::string_view word_of(Shift shift) {
  switch (shift) {
    case Shift::before:
      return "before";
    case Shift::after:
      return "after";
    case Shift::none:
      break;
  }
  return "none";
}

std::optional<Day> falls(const Recurrence& recurrence, Day from) {
  if (recurrence.first >= from) return recurrence.first;
  if (!recurrence.yearly) return std::nullopt;
  if (recurrence.lunar) return lunar_falls(recurrence.first, from);
  const CivilDate date = civil_of(recurrence.first);
  const int year = civil_of(from).year;
  const Day this_year = in_year(date, year);
  return this_year >= from ? this_year : in_year(date, year + 1);
}

std::optional<Occurrence> occurrence(const Recurrence& recurrence, Day from, const BusinessCalendar& calendar) {
  const int earlier = recurrence.shift == Shift::after ? parties::shift_days_max : 0;
  auto falls_on = falls(recurrence, Day{from.days - earlier});
  while (falls_on) {
    const Day kept_on = parties::shifted(calendar, *falls_on, recurrence.shift);
    if (kept_on >= from) return Occurrence{*falls_on, kept_on};
    falls_on = falls(recurrence, Day{falls_on->days + 1});
  }
  return std::nullopt;
}

Day look_from(const Recurrence& recurrence, Day falls_on, int lead_days) {
  return {falls_on.days - lead_days - (recurrence.shift == Shift::before ? parties::shift_days_max : 0)};
}

}  // namespace ganbo::events
