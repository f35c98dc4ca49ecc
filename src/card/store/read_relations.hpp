// Reading how parties stand to each other: the other sides of the relations that a card has.
#pragma once

#include <functional>
#include <vector>

#include "card/cards.hpp"
#include "card/relation_graph.hpp"
#include "platform/store/store.hpp"

namespace ganbo::card {

struct RelatedParty {
  Related related;
  parties::Party party;
};

// Each with whom the other stands for now; once, though they may have been two. Who was erased is not shown.
Result<std::vector<RelatedParty>> related_of(store::Connection& connection, PartyId id,
                                             const std::vector<OpenMatter>& open);

// Two steps around a party; `open_of` reads what is open with one.
Result<RelationGraph> read_relations_around(store::Connection& connection, PartyId id, Day today,
                                            const std::function<Result<std::vector<OpenMatter>>(PartyId)>& open_of);

}  // namespace ganbo::card
