// CalendarDays: what stands on each day of a calendar: key dates on the day on which they are kept, reminders on the
// day by which they are to be done. Pure.
#pragma once

#include <string>
#include <vector>

#include "card/icalendar.hpp"
#include "parties/business_calendar.hpp"

namespace ganbo::card {

struct CalendarEntry {
  Day day;       // on which it is kept, or by which it is to be done
  Day falls_on;  // by its own calendar; another one where a day off moved it
  PartyId party;
  std::string name;    // of the party
  std::string kind;    // of the matter; `reminder` for one that no key date raised
  std::string number;  // of the matter
  std::string text;
  bool lunar = false;
  bool yearly = false;
};

// Those of the days from `since` to `until`, both included; in order of days, then names. A reminder that one of the
// key dates raised is left out: its day is there.
std::vector<CalendarEntry> calendar_days(const std::vector<DatedParty>& parties, Day since, Day until,
                                         const parties::BusinessCalendar& calendar);

}  // namespace ganbo::card
