// Words of cards that are taken out: in calendars and address books.
#pragma once

#include <string>
#include <string_view>

#include "events/event_type.hpp"

namespace ganbo::card {

// The label of a choice of a type's field; the value itself where there is none.
std::string choice_word(const events::EventTypes& types, std::string_view type, std::string_view field,
                        std::string_view value, events::Language language);

// `15/8 âm lịch`, `15/8 by the lunar calendar`; empty outside of that calendar.
std::string lunar_words(Day day, events::Language language);

}  // namespace ganbo::card
