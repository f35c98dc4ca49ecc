#include "card/calendar_days.hpp"

#include <algorithm>
#include <tuple>

namespace ganbo::card {

std::vector<CalendarEntry> calendar_days(const std::vector<DatedParty>& parties, Day since, Day until,
                                         const parties::BusinessCalendar& calendar) {
  std::vector<CalendarEntry> entries;
  const auto add = [&](const DatedParty& party, const OpenMatter& matter, Day day, Day falls_on) {
    entries.push_back(
        {day, falls_on, party.id, party.name, matter.kind, matter.number, matter.text, matter.lunar, matter.yearly});
  };
  for (const auto& party : parties)
    for (const auto& matter : party.open) {
      if (is_key_date(matter)) {
        for (auto next = occurrence(matter.recurrence(), since, calendar); next && next->kept_on <= until;
             next = matter.yearly ? occurrence(matter.recurrence(), Day{next->kept_on.days + 1}, calendar)
                                  : std::nullopt)
          add(party, matter, next->kept_on, next->falls_on);
      } else if (matter.kind == "reminder" && matter.due && *matter.due >= since && *matter.due <= until &&
                 !is_raised_by_one_of(matter, party.open)) {
        add(party, matter, *matter.due, *matter.due);
      }
    }
  std::sort(entries.begin(), entries.end(), [](const CalendarEntry& a, const CalendarEntry& b) {
    return std::tie(a.day, a.name, a.party, a.kind, a.number) < std::tie(b.day, b.name, b.party, b.kind, b.number);
  });
  return entries;
}

}  // namespace ganbo::card
