// What the parties of a batch are in the record.
#pragma once

#include <functional>
#include <memory>

#include "parties/business.hpp"
#include "parties/parties_part.hpp"
#include "parties/party_follower.hpp"
#include "parties/search.hpp"
#include "parties/touched.hpp"

namespace ganbo::parties {

// Keeps `search` up to date with every commit, and adds who changed to `touched`; `business` says which fields search
// reads. `fields_changed` is called after a commit that defined fields or changed them, on the writer's thread.
// `follower`, where there is one, lives as long and is written after it.
std::unique_ptr<PartiesPart> make_stored_parties(SearchIndex& search, TouchedParties& touched,
                                                 const LiveBusiness& business, std::function<void()> fields_changed,
                                                 PartyFollower* follower = nullptr);

// Fills the index from the record in slices; ends early when `stop` says so. At start the writer may put newer texts
// meanwhile, which stay; again, after what other servers said was missed, the record's texts take their place.
enum class Fill { at_start, again };
Result<void> fill_search(store::Connection& connection, SearchIndex& search, Fill fill,
                         const std::function<bool()>& stop);
// Reads again what search knows of these parties: ids separated by commas, as another server told them.
Result<void> renew_search(store::Connection& connection, SearchIndex& search, std::string_view ids);

// Rows as the core's types, for readers that are not part of a batch.
Result<std::optional<Party>> load_party(store::Connection& connection, PartyId id);
// Those of them that exist.
Result<std::vector<Party>> load_parties(store::Connection& connection, const std::vector<std::int64_t>& ids);
// Whom it stands for: itself, or the one it merged into, and so on.
Result<PartyId> find_standing(store::Connection& connection, PartyId id);
// The party an identifier belongs to now, merges followed; empty when nobody has it.
Result<std::optional<PartyId>> find_owner(store::Connection& connection, const Identifier& identifier);

}  // namespace ganbo::parties
