// Rebuild: the consequences are computed again from the facts, party by party, and compared with what the record holds.
//
// Nothing is written and nobody waits: each slice of parties is read in one short snapshot, in which facts and
// consequences agree. The shadow of a slice lives in memory; differences are counted per table and the parties that
// differ are named, so that a repair (RepairParty and ReleaseClaim, through the writer like any change) can put them
// right.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "events/history.hpp"
#include "parties/business.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

struct TableComparison {
  std::string name;
  std::int64_t rows = 0;         // of the record
  std::int64_t differences = 0;  // rows that are missing, surplus or other than the fold gives
};

struct RebuildReport {
  std::vector<TableComparison> tables;
  std::vector<PartyId> differing;  // at most differing_max
  // Claims their party does not answer to, for ReleaseClaim; at most differing_max.
  std::vector<std::pair<parties::Identifier, PartyId>> surplus_claims;
  std::vector<std::string> examples;  // the first few differences, in words
  std::int64_t differences() const;
};
inline constexpr std::size_t differing_max = 100'000;

// `stop` is asked between slices. Several calls may run beside each other and beside the writer.
Result<RebuildReport> rebuild(store::Connection& connection, const EventTypes& types, const parties::Business& business,
                              const std::function<bool()>& stop);

}  // namespace ganbo::events
