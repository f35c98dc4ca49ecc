// A card as vCard 4 (RFC 6350): for the address book of whoever writes to or calls the party. What it holds: name,
// contact points, birthday, organisation, title, and as a note by which channels and for what they may not be
// contacted. No field of the business's own, and nothing that somebody wrote down about them. Pure.
#pragma once

#include <string>

#include "card/cards.hpp"

namespace ganbo::card {

struct VcardShowing {
  const events::EventTypes& types;
  events::Language language = events::Language::vi;
  Day today;
};

std::string vcard_of(const Card& card, const VcardShowing& showing);

}  // namespace ganbo::card
