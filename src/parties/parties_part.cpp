#include "parties/parties_part.hpp"

#include "platform/base/invariant.hpp"

namespace ganbo::parties {
namespace {

// Longer chains of merges are a circle, which no command makes.
constexpr int merge_hops_max = 1000;

}  // namespace

void add_subjects(std::span<const Identifier> identifiers, std::vector<std::uint64_t>& subjects) {
  for (const auto& identifier : identifiers) subjects.push_back(std::hash<std::string>{}(identifier.value));
}

Party* PartiesPart::at(PartyId id) {
  const auto found = parties_.find(id);
  return found == parties_.end() ? nullptr : found->second.get();
}

Party* PartiesPart::stands_for(PartyId id) {
  for (int hops = 0; hops < merge_hops_max; ++hops) {
    Party* party = at(id);
    if (party == nullptr || !party->merged_into) return party;
    id = party->merged_into;
  }
  INVARIANT(false, "party {} is merged in a circle", id.value);
}

Party* PartiesPart::find(PartyId id) {
  for (int hops = 0; hops < merge_hops_max; ++hops) {
    Party* party = stands_for(id);
    const auto join = joining_.find(party == nullptr ? id : party->id);
    if (join == joining_.end()) return party;
    id = join->second;
  }
  INVARIANT(false, "party {} is joining in a circle", id.value);
}

const Merge* PartiesPart::merge(PartyId party, MergeId id) const {
  const auto found = merges_.find({party, id});
  return found == merges_.end() ? nullptr : &found->second;
}

void PartiesPart::add_owners(std::span<const Identifier> identifiers, std::vector<std::uint64_t>& subjects) const {
  for (const auto& identifier : identifiers)
    if (const auto claim = claims_.find(identifier); claim != claims_.end() && claim->second.party)
      subjects.push_back(engine::subject_of(claim->second.party.value));
}

PartyId PartiesPart::origin_of(const std::vector<Identifier>& identifiers, const Party& card) {
  for (const auto& identifier : identifiers)
    if (const auto claim = claims_.find(identifier); claim != claims_.end() && claim->second.origin)
      if (stands_for(claim->second.origin) == &card) return claim->second.origin;
  return card.id;
}

const Party* PartiesPart::claimed_by(const Identifier& identifier) {
  const auto claim = claims_.find(identifier);
  if (claim == claims_.end() || !claim->second.origin) return nullptr;
  const Party* party = find(claim->second.origin);
  INVARIANT(party != nullptr, "{} {} is claimed by party {}, which was not loaded", facts_of(identifier.type).word,
            identifier.value, claim->second.origin.value);
  return party;
}

Knowledge PartiesPart::knowledge() {
  return {[this](const Identifier& i) { return claimed_by(i); },
          [](const Party& party) -> const std::vector<Identifier>& {
            INVARIANT(party.identifiers.has_value(), "identifiers of party {} were not loaded", party.id.value);
            return *party.identifiers;
          }};
}

Resolution PartiesPart::resolve_identifiers(const std::vector<Identifier>& identifiers) {
  return resolve(identifiers, knowledge());
}

Resolution PartiesPart::resolve_onto(const Party& party, const std::vector<Identifier>& identifiers) {
  return parties::resolve_onto(party, identifiers, knowledge());
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

void PartiesPart::claim(Party& party, PartyId origin, const Identifier& identifier, Timestamp seen_at) {
  claims_[identifier] = {party.id, origin};
  party.identifiers->push_back(identifier);
  staged_identifiers_.push_back({party.id, origin, identifier, seen_at});
  if (party.kind == Kind::anonymous && identifier.type != IdentifierType::anonymous_id) party.kind = Kind::person;
  changed(party);
}

void PartiesPart::suggest(Party& party, const Suggestion& suggestion, Timestamp now) {
  staged_suggestions_.push_back({party.id, suggestion.other, suggestion.shared, now});
}

void PartiesPart::absorb(const Merge& merge) {
  Party& from = *at(merge.from);
  Party& into = *at(merge.into);
  for (const auto& identifier : *from.identifiers) {
    staged_moves_.push_back({identifier, from.id, into.id});
    into.identifiers->push_back(identifier);
  }
  from.identifiers->clear();
  from.merged_into = into.id;
  staged_merges_.push_back(merge);
  changed(from);
  changed(into);
}

void PartiesPart::part(const Merge& merge, UserId by, Timestamp now) {
  Party& from = *at(merge.from);
  Party& card = *stands_for(merge.from);
  from.merged_into = {};
  // Where one came from is known of all that stood on the card when the batch began, and of what came since.
  std::erase_if(*card.identifiers, [&](const Identifier& identifier) {
    const auto claim = claims_.find(identifier);
    if (claim == claims_.end() || stands_for(claim->second.origin) != &from) return false;
    staged_moves_.push_back({identifier, card.id, from.id});
    from.identifiers->push_back(identifier);
    return true;
  });
  merges_.at({merge.from, merge.id}).undone_at = now;
  staged_undoings_.push_back({merge.from, merge.id, by, now});
  changed(from);
  changed(card);
}

void PartiesPart::restore_merge(PartyId id) {
  Party* party = at(id);
  if (party == nullptr) return;
  PartyId into;
  for (const auto& [key, merge] : merges_)
    if (key.first == id && !merge.undone_at) into = merge.into;
  if (party->merged_into == into) return;
  party->merged_into = into;
  changed(*party);
}

void PartiesPart::erase(Erasure erasure) {
  Party& party = *at(erasure.party);
  for (const auto& identifier : *party.identifiers) claims_[identifier] = {};
  party.identifiers->clear();
  party.traits = {};
  party.traits_replaced = true;
  party.erased_at = erasure.erased_at;
  changed(party);
  staged_erasures_.push_back(std::move(erasure));
}

void PartiesPart::decide(PartyId party, PartyId other, Decision decision, Timestamp now) {
  staged_decisions_.push_back({party, other, decision, now});
}

void PartiesPart::changed(Party& party) {
  party.changed = true;
  party.search_changed = true;
}

void PartiesPart::replace_fold(PartyId id, Traits traits, std::set<std::string> met_as, std::string figures) {
  const auto found = parties_.find(id);
  if (found == parties_.end()) return;  // a repair of what stands under the id of no party
  Party& party = *found->second;        // the party itself, not the one it merged into
  const bool same_details = party.traits.to_json() == traits.to_json() && party.roles == met_as;
  party.traits = std::move(traits);
  party.traits_replaced = true;
  party.roles = std::move(met_as);
  party.figures = std::move(figures);
  party.changed = true;
  if (!same_details) changed(party);
}

void PartiesPart::clear() {
  wanted_sets_.clear();
  wanted_parties_.clear();
  claims_.clear();
  parties_.clear();
  joining_.clear();
  staged_identifiers_.clear();
  staged_suggestions_.clear();
  wanted_parted_.clear();
  merges_.clear();
  staged_moves_.clear();
  staged_merges_.clear();
  staged_undoings_.clear();
  staged_decisions_.clear();
  staged_erasures_.clear();
  staged_restorations_.clear();
  staged_releases_.clear();
  wants_definitions_ = false;
  wanted_uses_.clear();
  definitions_.clear();
  uses_.clear();
  staged_definitions_.clear();
}

}  // namespace ganbo::parties
