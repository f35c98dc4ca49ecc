#include "card/calendar_words.hpp"

#include <fmt/format.h>

#include "platform/base/lunar_calendar.hpp"

namespace ganbo::card {

std::string choice_word(const events::EventTypes& types, std::string_view type, std::string_view field,
                        std::string_view value, events::Language language) {
  const auto* known = types.find(type);
  const auto* described = known == nullptr ? nullptr : events::find_field(known->describe().fields, field);
  if (described != nullptr)
    for (const auto& choice : described->choices)
      if (choice.value == value) return std::string(choice.label.in(language));
  return std::string(value);
}

std::string lunar_words(Day day, events::Language language) {
  const auto date = lunar_of(day);
  if (!date) return {};
  const bool vi = language == events::Language::vi;
  const std::string_view leap = !date->leap ? "" : vi ? " nhuận" : " (leap)";
  return fmt::format("{}/{}{} {}", date->day, date->month, leap, vi ? "âm lịch" : "by the lunar calendar");
}

}  // namespace ganbo::card
