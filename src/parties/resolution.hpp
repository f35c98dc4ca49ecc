// Resolution: which party an event is about, given what its identifiers are known as. A pure rule.
//
//  1. Identifiers are looked at in order of priority. The first known one whose party can bear the others decides.
//  2. A party can bear an event unless the event carries a strong identifier that is not this party's while the party
//  already has
//     another value of that strong type: then they stay apart and a suggestion is filed for a person to decide. So do
//     they when the event brings a new e-mail and a party found by something lesser (a phone) has its fill of e-mails:
//     thirty people with one phone are at most as many on one card as a person may have e-mails, never thirty.
//  3. Nobody known: a new party.
//  4. Identifiers that nobody has are attached to the party found, within the limit per type.
//  5. An anonymous id whose party is still anonymous joins the party found (its history follows). An anonymous id that
//  belongs to
//     somebody stays there: it joins its first user only, and an event that brings another e-mail or phone than that
//     user's is not about that user (a tablet in a shop), unless something better than the browser says so.
//  6. Any other identifier that belongs to somebody else stays there, and a suggestion is filed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "parties/party.hpp"

namespace ganbo::parties {

// A pair of parties that may be one, with the identifier that made us think so.
struct Suggestion {
  PartyId other;
  Identifier shared;
};

struct Resolution {
  PartyId party;                   // 0: a new one is to be made
  std::vector<Identifier> attach;  // to claim for the party
  std::vector<PartyId> join;       // anonymous parties whose history joins it
  std::vector<Suggestion> suggestions;
  std::vector<Identifier> over_limit;  // known to nobody, but the party has its fill of that type
};

// `claimed_by` yields the party an identifier belongs to, or null; `has` lists a party's identifiers (called only for
// parties that claimed_by returned, and only when the event brings an identifier that is not theirs).
struct Knowledge {
  std::function<const Party*(const Identifier&)> claimed_by;
  std::function<const std::vector<Identifier>&(const Party&)> identifiers_of;
};

// `identifiers` must be normalised and sorted (the order of the type is the priority).
Resolution resolve(const std::vector<Identifier>& identifiers, const Knowledge& knowledge);
// Where the card is known, because a person told it on the card: rules 4 and 6.
Resolution resolve_onto(const Party& party, const std::vector<Identifier>& identifiers, const Knowledge& knowledge);

}  // namespace ganbo::parties
