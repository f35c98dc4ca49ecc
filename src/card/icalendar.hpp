// Key dates and reminders as iCalendar (RFC 5545): a day each, on which nobody counts as busy. Pure: the same cards
// give the same bytes, so a tag of them says whether anything changed.
//  - A yearly date of the solar calendar that no day off moves is one event with a rule; one of 29 February comes on
//  the
//    last day of February.
//  - Any other yearly date is written out, each of its times that is near as an event of its own.
//  - A UID is made of the party, the kind and the number of the key date, so an event that moves stays the same event.
//  - A reminder that a key date raised is left out: its day is there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "card/cards.hpp"

namespace ganbo::card {

// Whose dates, and what is open with them.
struct DatedParty {
  PartyId id;
  std::string name;
  std::vector<OpenMatter> open;
};

// Among the key dates: a contract by its end, too.
bool is_key_date(const OpenMatter& matter);
// Whether the reminder was raised by one of the key dates.
bool is_raised_by_one_of(const OpenMatter& reminder, const std::vector<OpenMatter>& open);

struct CalendarShowing {
  const events::EventTypes& types;
  const parties::BusinessCalendar& calendar;
  std::string_view business_name;
  events::Language language = events::Language::vi;
  Day today;
};

inline constexpr int days_shown_back = 31;
inline constexpr int days_shown_ahead = 5 * 366;  // of dates that are written out

std::string icalendar_of(const std::vector<DatedParty>& parties, const CalendarShowing& showing);

}  // namespace ganbo::card
