#include "parties/parties_part.hpp"

#include "platform/base/invariant.hpp"

namespace ganbo::parties {

Party* PartiesPart::find(PartyId id) {
  for (int hops = 0; hops < 16; ++hops) {
    if (const auto join = joining_.find(id); join != joining_.end()) id = join->second;
    const auto found = parties_.find(id);
    if (found == parties_.end()) return nullptr;
    if (!found->second->merged_into) return found->second.get();
    id = found->second->merged_into;
  }
  INVARIANT(false, "party {} is merged in a circle", id.value);
}

const Party* PartiesPart::claimed_by(const Identifier& identifier) {
  const auto claim = claims_.find(identifier);
  if (claim == claims_.end() || !claim->second) return nullptr;
  const Party* party = find(claim->second);
  INVARIANT(party != nullptr, "{} {} is claimed by party {}, which was not loaded", facts_of(identifier.type).word,
            identifier.value, claim->second.value);
  return party;
}

Resolution PartiesPart::resolve_identifiers(const std::vector<Identifier>& identifiers) {
  return resolve(identifiers, {[this](const Identifier& i) { return claimed_by(i); },
                               [](const Party& party) -> const std::vector<Identifier>& {
                                 INVARIANT(party.identifiers.has_value(), "identifiers of party {} were not loaded",
                                           party.id.value);
                                 return *party.identifiers;
                               }});
}

Party& PartiesPart::create(PartyId id, Kind kind, Timestamp now) {
  auto party = std::make_unique<Party>();
  party->id = id;
  party->kind = kind;
  party->created_at = now;
  party->identifiers.emplace();
  party->is_new = party->changed = party->search_changed = true;
  Party& reference = *party;
  parties_[id] = std::move(party);
  return reference;
}

void PartiesPart::claim(Party& party, const Identifier& identifier, Timestamp seen_at) {
  claims_[identifier] = party.id;
  party.identifiers->push_back(identifier);
  staged_identifiers_.push_back({party.id, identifier, seen_at});
  if (party.kind == Kind::anonymous && identifier.type != IdentifierType::anonymous_id) party.kind = Kind::person;
  changed(party);
}

void PartiesPart::suggest(Party& party, const Suggestion& suggestion, Timestamp now) {
  staged_suggestions_.push_back({party.id, suggestion.other, suggestion.shared, now});
}

void PartiesPart::absorb(Party& from, Party& to) {
  for (const auto& identifier : *from.identifiers) {
    claims_[identifier] = to.id;
    to.identifiers->push_back(identifier);
  }
  from.identifiers->clear();
  from.merged_into = to.id;
  from.changed = from.search_changed = true;
  staged_absorptions_.emplace_back(from.id, to.id);
  changed(to);
}

void PartiesPart::changed(Party& party) {
  party.changed = true;
  party.search_changed = true;
}

void PartiesPart::replace_fold(PartyId id, Traits traits, std::set<std::string> met_as, std::string figures) {
  const auto found = parties_.find(id);
  if (found == parties_.end()) return;  // a repair of what stands under the id of no party
  Party& party = *found->second;        // the party itself, not the one it merged into
  party.traits = std::move(traits);
  party.roles = std::move(met_as);
  party.figures = std::move(figures);
  changed(party);
}

void PartiesPart::clear() {
  wanted_sets_.clear();
  wanted_parties_.clear();
  claims_.clear();
  parties_.clear();
  joining_.clear();
  staged_identifiers_.clear();
  staged_suggestions_.clear();
  staged_absorptions_.clear();
  staged_restorations_.clear();
  staged_releases_.clear();
}

}  // namespace ganbo::parties
