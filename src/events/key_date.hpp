// Key dates: days that come once or every year and on which somebody is to be reminded of a party: a birthday, the end
// of a contract, a visit that is due. Pure.
//
// When one that is yearly comes again:
//  - By the solar calendar on the same day of the same month; one of 29 February on the 28th in other years.
//  - By the lunar calendar on the same day of the same lunar month; one of day 30 on day 29 where the month has no
//  more.
//    One of a leap month comes in the ordinary month of that number, in every later year: people keep it there, also
//    in the rare year that has the same leap month again.
// A day off may move it (parties/business_calendar.hpp): then somebody is reminded ahead of the day on which it is
// kept. Which of its times it is, is said by the day on which it falls: so a holiday that becomes known later raises no
// second reminder.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "parties/business_calendar.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::events {

using parties::BusinessCalendar;
using parties::Shift;

std::string_view word_of(Shift shift);  // none, before, after

struct Recurrence {
  Day first;
  bool yearly = false;
  bool lunar = false;  // by which calendar it comes again
  Shift shift = Shift::none;
};

// One of the times it comes.
struct Occurrence {
  Day falls_on;  // by its calendar
  Day kept_on;   // off the days off, where it is moved
};

// The first time on or after `from` that it falls; empty when it came once and is past, and where the lunar calendar
// ends. A yearly one begins with `first`.
std::optional<Day> falls(const Recurrence& recurrence, Day from);
// The first time that it is kept on or after `from`.
std::optional<Occurrence> occurrence(const Recurrence& recurrence, Day from, const BusinessCalendar& calendar);
// The day from which on one has to look whether it is near, whatever days off become known: for one that may be kept
// earlier than it falls, that much earlier.
Day look_from(const Recurrence& recurrence, Day falls_on, int lead_days);

// How long after the day somebody is still reminded of what came once, when nobody looked in time.
inline constexpr int late_days_max = 7;

// What there is to remind of today, if there is, and when to look again; `occurrence` alone without `look_on`: never
// again.
struct Remind {
  std::optional<Occurrence> occurrence;  // of which somebody is reminded
  std::optional<Day> look_on;            // the day on which to look again
};
// `reminded`: whether somebody was reminded of the occurrence that falls on a day.
template <class Reminded>
Remind remind(const Recurrence& recurrence, int lead_days, Day today, const BusinessCalendar& calendar,
              const Reminded& reminded) {
  Remind found;
  auto next = occurrence(recurrence, recurrence.yearly ? today : Day{today.days - late_days_max}, calendar);
  const auto go_on = [&] { next = occurrence(recurrence, Day{next->kept_on.days + 1}, calendar); };
  while (next && reminded(next->falls_on)) go_on();
  if (next && next->kept_on.days - lead_days <= today.days) {
    found.occurrence = next;
    go_on();
  }
  if (next) found.look_on = std::max(look_from(recurrence, next->falls_on, lead_days), Day{today.days + 1});
  return found;
}

}  // namespace ganbo::events
