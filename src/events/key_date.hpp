// Key dates: days that come once or every year and on which somebody is to be reminded of a party: a birthday, the end
// of a contract, a visit that is due. Pure.
#pragma once

#include <optional>

#include "platform/base/timestamp.hpp"

namespace ganbo::events {

// The first time on or after `from` that it comes; empty when it came once and is past. A yearly one begins with
// `first`; one of 29 February comes on 28 February in other years.
std::optional<Day> occurrence(Day first, bool yearly, Day from);

// How long after the day somebody is still reminded of what came once, when nobody looked in time.
inline constexpr int late_days_max = 7;

// What there is to remind of today, if there is, and when to look again; `day` alone without `look_on`: never again.
struct Remind {
  std::optional<Day> day;      // the occurrence that somebody is reminded of
  std::optional<Day> look_on;  // the day on which to look again
};
// `reminded`: whether somebody was reminded of that occurrence before.
template <class Reminded>
Remind remind(Day first, bool yearly, int lead_days, Day today, const Reminded& reminded) {
  Remind found;
  auto next = occurrence(first, yearly, yearly ? today : Day{today.days - late_days_max});
  if (next && !reminded(*next) && next->days - lead_days <= today.days) found.day = next;
  if (next && (found.day || reminded(*next))) next = occurrence(first, yearly, Day{next->days + 1});
  if (next) found.look_on = Day{next->days - lead_days};
  return found;
}

}  // namespace ganbo::events
