// What of cards is hidden from who may not see contact details before it is searched, so that nobody learns a number by
// looking for its parts.
#pragma once

#include <string_view>

#include "card/cards.hpp"
#include "card/icalendar.hpp"

namespace ganbo::card {

void hide_contact_details(TimelineEntry& entry);
void hide_contact_details(std::vector<DatedParty>& dated);
// Whether a search found the party by nothing else.
bool is_found_by_contact_details(std::string_view query, const ListedParty& party);

}  // namespace ganbo::card
