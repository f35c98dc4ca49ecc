#include "parties/resolution.hpp"

#include <algorithm>

namespace ganbo::parties {
namespace {

std::ptrdiff_t count_of(const std::vector<Identifier>& list, IdentifierType type) {
  return std::count_if(list.begin(), list.end(), [&](const Identifier& i) { return i.type == type; });
}

// Rule 2: the party has no room for a contact point that nobody has.
bool is_full(const std::vector<Identifier>& owned, IdentifierType type) {
  return count_of(owned, type) >= facts_of(type).per_party_max;
}

// Rule 2: the party lacks this strong identifier and already has another value in its namespace. Where only a browser
// led to the party (rule 5), weak ones count too.
bool contradicts(const std::vector<Identifier>& owned, const Identifier& asked, bool found_by_browser = false) {
  if (!facts_of(asked.type).strong && !found_by_browser) return false;
  bool other_value = false;
  for (const auto& identifier : owned) {
    if (identifier == asked) return false;
    other_value |= same_namespace(identifier, asked);
  }
  return other_value;
}

void suggest(Resolution& resolution, PartyId other, const Identifier& shared) {
  for (const auto& known : resolution.suggestions)
    if (known.other == other) return;
  resolution.suggestions.push_back({other, shared});
}

// Rules 3 to 6: what becomes of identifiers that are not the chosen party's.
void attach_or_suggest(Resolution& resolution, const Party* chosen, const std::vector<Identifier>& identifiers,
                       const std::vector<const Party*>& owners, const Knowledge& knowledge) {
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const Identifier& identifier = identifiers[i];
    const Party* owner = owners[i];
    if (owner != nullptr && owner == chosen) continue;
    if (owner == nullptr) {
      const auto owned = chosen == nullptr ? 0 : count_of(knowledge.identifiers_of(*chosen), identifier.type);
      const bool room = owned + count_of(resolution.attach, identifier.type) < facts_of(identifier.type).per_party_max;
      const bool apart = chosen != nullptr && identifier.type == IdentifierType::user_id &&
                         contradicts(knowledge.identifiers_of(*chosen), identifier);
      (room && !apart ? resolution.attach : resolution.over_limit).push_back(identifier);
    } else if (identifier.type == IdentifierType::anonymous_id) {
      if (is_unidentified(knowledge.identifiers_of(*owner)) && identifiers.front().type != IdentifierType::anonymous_id)
        resolution.join.push_back(owner->id);
    } else {
      suggest(resolution, owner->id, identifier);
    }
  }
}

std::vector<const Party*> owners_of(const std::vector<Identifier>& identifiers, const Knowledge& knowledge) {
  std::vector<const Party*> owners;
  owners.reserve(identifiers.size());
  for (const auto& identifier : identifiers) owners.push_back(knowledge.claimed_by(identifier));
  return owners;
}

}  // namespace

Resolution resolve(const std::vector<Identifier>& identifiers, const Knowledge& knowledge) {
  Resolution resolution;
  const auto owners = owners_of(identifiers, knowledge);
  const Party* chosen = nullptr;
  std::vector<const Party*> refused;  // known by an identifier, but cannot bear the event
  for (std::size_t i = 0; i < identifiers.size() && chosen == nullptr; ++i) {
    const Party* candidate = owners[i];
    if (candidate == nullptr || std::find(refused.begin(), refused.end(), candidate) != refused.end()) continue;
    // A strong identifier of higher priority than the one that found the candidate must not contradict it.
    const bool found_by_browser = identifiers[i].type == IdentifierType::anonymous_id;
    bool bears = true;
    for (std::size_t j = 0; j < i && bears; ++j) {
      if (owners[j] == candidate || identifiers[j].type == IdentifierType::anonymous_id) continue;
      const auto& owned = knowledge.identifiers_of(*candidate);
      bears = !contradicts(owned, identifiers[j], found_by_browser) &&
              !(owners[j] == nullptr && is_full(owned, identifiers[j].type));
    }
    if (bears)
      chosen = candidate;
    else {
      refused.push_back(candidate);
      if (!found_by_browser) suggest(resolution, candidate->id, identifiers[i]);
    }
  }
  if (chosen != nullptr) resolution.party = chosen->id;
  attach_or_suggest(resolution, chosen, identifiers, owners, knowledge);
  return resolution;
}

Resolution resolve_onto(const Party& party, const std::vector<Identifier>& identifiers, const Knowledge& knowledge) {
  Resolution resolution;
  resolution.party = party.id;
  attach_or_suggest(resolution, &party, identifiers, owners_of(identifiers, knowledge), knowledge);
  return resolution;
}

}  // namespace ganbo::parties
