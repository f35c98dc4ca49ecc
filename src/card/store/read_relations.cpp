#include "card/store/read_relations.hpp"

#include <algorithm>

#include "parties/store/stored_parties.hpp"

namespace ganbo::card {
namespace {

// Whoever the party stands for now; empty: there is none, or they were erased.
Result<std::optional<parties::Party>> living(store::Connection& connection, PartyId id) {
  std::optional<parties::Party> party;
  do {
    party = TRY(parties::load_party(connection, party ? party->merged_into : id));
  } while (party && party->merged_into);
  if (party && party->erased_at.micros != 0) party.reset();
  return party;
}

}  // namespace

Result<std::vector<RelatedParty>> related_of(store::Connection& connection, PartyId id,
                                             const std::vector<OpenMatter>& open) {
  std::vector<RelatedParty> found;
  for (const auto& matter : open) {
    if (events::family_of(matter.kind) != events::MatterFamily::relation) continue;
    const auto number = parse_id<PartyId>(matter.number, "number");
    if (!number.ok()) continue;
    auto other = TRY(living(connection, *number));
    if (!other || other->id == id) continue;
    const bool known = std::any_of(found.begin(), found.end(), [&](const RelatedParty& it) {
      return it.related.party == other->id && it.related.relation == matter.kind;
    });
    if (known) continue;
    Related related{matter.kind, other->id, other->kind, other->name, matter.text, {matter.from, matter.due}};
    found.push_back({std::move(related), std::move(*other)});
  }
  return found;
}

Result<RelationGraph> read_relations_around(store::Connection& connection, PartyId id, Day today,
                                            const std::function<Result<std::vector<OpenMatter>>(PartyId)>& open_of) {
  const auto party = TRY(living(connection, id));
  if (!party) return failure(ErrorCode::not_found, "There is no such party.");
  RelationGraphBuilder builder(party->id, party->kind, party->name);
  const auto add = [&](PartyId of, std::size_t count_max) -> Result<void> {
    std::vector<Related> related;
    for (auto& one : TRY(related_of(connection, of, TRY(open_of(of))))) related.push_back(std::move(one.related));
    builder.add(of, std::move(related), count_max, today);
    return {};
  };
  TRY(add(party->id, related_shown_max));
  const std::vector<GraphParty> first = builder.graph().parties;
  for (const auto& near : first)
    if (near.steps == 1) TRY(add(near.id, further_related_shown_max));
  return builder.graph();
}

}  // namespace ganbo::card
