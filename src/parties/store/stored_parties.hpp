// What the parties of a batch are in the record.
#pragma once

#include <memory>

#include "parties/parties_part.hpp"
#include "parties/search.hpp"

namespace ganbo::parties {

// Keeps `search` up to date with every commit.
std::unique_ptr<PartiesPart> make_stored_parties(SearchIndex& search);

// Fills the index from the record in slices; ends early when `stop` says so.
Result<void> fill_search(store::Connection& connection, SearchIndex& search, const std::function<bool()>& stop);

// Rows as the core's types, for readers that are not part of a batch.
Result<std::optional<Party>> load_party(store::Connection& connection, PartyId id);
// The party an identifier belongs to now, merges followed; empty when nobody has it.
Result<std::optional<PartyId>> find_owner(store::Connection& connection, const Identifier& identifier);

}  // namespace ganbo::parties
