#include "card/icalendar.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "card/calendar_words.hpp"
#include "platform/base/content_lines.hpp"
#include "platform/base/hash.hpp"

namespace ganbo::card {
namespace {

using events::family_of;
using events::Language;
using events::MatterFamily;
using events::Recurrence;

constexpr std::size_t uid_digits = 32;

std::string date_text(Day day) {
  const CivilDate date = civil_of(day);
  return fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day);
}

// 2026-01-02T03:04:05Z without its marks; without fractions.
std::string instant_text(Timestamp t) {
  std::string text = format_timestamp({t.micros - t.micros % 1'000'000});
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string uid_of(const DatedParty& party, const OpenMatter& matter) {
  return secret_hash(fmt::format("{}\x1f{}\x1f{}", party.id.text(), matter.kind, matter.number)).substr(0, uid_digits);
}

struct Event {
  std::string uid;
  Timestamp stamp;
  Day day;
  std::string rule;
  std::string summary;
  std::string description;
};

void add_event(ContentLines& lines, const Event& event) {
  lines.add("BEGIN", "VEVENT");
  lines.add("UID", event.uid + "@ganbo");
  lines.add("DTSTAMP", instant_text(event.stamp));
  lines.add("DTSTART;VALUE=DATE", date_text(event.day));
  if (!event.rule.empty()) lines.add("RRULE", event.rule);
  lines.add_text("SUMMARY", event.summary);
  if (!event.description.empty()) lines.add_text("DESCRIPTION", event.description);
  lines.add("TRANSP", "TRANSPARENT");
  lines.add("END", "VEVENT");
}

class Writer {
 public:
  explicit Writer(const CalendarShowing& showing) : showing_(showing) {}

  void add(const DatedParty& party) {
    for (const auto& matter : party.open) {
      if (is_key_date(matter)) add_key_date(party, matter);
      if (matter.kind == "reminder" && matter.due && !is_raised_by_one_of(matter, party.open))
        add_reminder(party, matter);
    }
  }

  std::string finish() {
    ContentLines whole;
    whole.add("BEGIN", "VCALENDAR");
    whole.add("VERSION", "2.0");
    whole.add("PRODID", "-//ganbo//key dates//EN");
    whole.add("CALSCALE", "GREGORIAN");
    whole.add_text("NAME", showing_.business_name);
    whole.add_text("X-WR-CALNAME", showing_.business_name);
    whole.add("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    return whole.text() + lines_.text() + "END:VCALENDAR\r\n";
  }

 private:
  bool vi() const { return showing_.language == Language::vi; }
  std::string word_of(std::string_view kind) const {
    return choice_word(showing_.types, "reminder", "about", kind, showing_.language);
  }

  static std::string summary_of(const DatedParty& party, const std::string& what) {
    return party.name.empty() ? what : party.name + ": " + what;
  }

  void add_key_date(const DatedParty& party, const OpenMatter& matter) {
    const Recurrence recurrence = matter.recurrence();
    Event event{.uid = uid_of(party, matter),
                .stamp = matter.opened_at,
                .day = recurrence.first,
                .rule = {},
                .summary = summary_of(party, matter.text.empty() ? word_of(matter.kind) : matter.text),
                .description = {}};
    if (recurrence.yearly && !recurrence.lunar && recurrence.shift == events::Shift::none) {
      const CivilDate date = civil_of(recurrence.first);
      event.rule = date.month == 2 && date.day == 29 ? "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" : "FREQ=YEARLY";
      return add_event(lines_, event);
    }
    const std::string uid = event.uid;
    const Day last{showing_.today.days + days_shown_ahead};
    auto next = occurrence(recurrence, Day{showing_.today.days - days_shown_back}, showing_.calendar);
    for (; next && (next->kept_on <= last || !recurrence.yearly);
         next = occurrence(recurrence, Day{next->kept_on.days + 1}, showing_.calendar)) {
      if (recurrence.yearly) event.uid = uid + '-' + date_text(next->falls_on);
      event.day = next->kept_on;
      event.description = recurrence.lunar ? lunar_words(next->falls_on, showing_.language) : std::string();
      if (next->kept_on != next->falls_on) {
        const CivilDate falls_on = civil_of(next->falls_on);
        event.description +=
            (event.description.empty() ? "" : "\n") +
            fmt::format(fmt::runtime(vi() ? "Rơi vào ngày nghỉ {}/{}/{}" : "Falls on a day off, {}/{}/{}"),
                        falls_on.day, falls_on.month, falls_on.year);
      }
      add_event(lines_, event);
    }
  }

  void add_reminder(const DatedParty& party, const OpenMatter& matter) {
    const std::string about = matter.number.substr(0, std::min(matter.number.find(':'), matter.number.size()));
    const auto* type = showing_.types.find("reminder");
    const std::string label(type == nullptr ? std::string_view() : type->describe().label.in(showing_.language));
    add_event(lines_, {.uid = uid_of(party, matter),
                       .stamp = matter.opened_at,
                       .day = *matter.due,
                       .rule = {},
                       .summary = label + ": " + summary_of(party, matter.text.empty() ? word_of(about) : matter.text),
                       .description = {}});
  }

  const CalendarShowing& showing_;
  ContentLines lines_;
};

}  // namespace

bool is_key_date(const OpenMatter& matter) {
  return matter.due && (family_of(matter.kind) == MatterFamily::key_date || matter.kind == "contract");
}

bool is_raised_by_one_of(const OpenMatter& reminder, const std::vector<OpenMatter>& open) {
  return std::any_of(open.begin(), open.end(), [&](const OpenMatter& matter) {
    return is_key_date(matter) && reminder.number.starts_with(matter.kind + ':' + matter.number + ':');
  });
}

std::string icalendar_of(const std::vector<DatedParty>& parties, const CalendarShowing& showing) {
  Writer writer(showing);
  for (const auto& party : parties) writer.add(party);
  return writer.finish();
}

}  // namespace ganbo::card
