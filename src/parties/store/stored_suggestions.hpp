// Pairs that may be one, and what people decided about them, as the record has them.
#pragma once

#include <span>

#include "parties/parties_part.hpp"
#include "platform/store/store.hpp"

namespace ganbo::parties {

struct MadeDecision {
  PartyId party;
  PartyId other;
  Decision decision;
  Timestamp decided_at;
};

// Each unless too many were filed for the value that is shared.
Result<void> write_suggestions(store::Connection& connection, std::span<const StagedSuggestion> suggestions);
// Who is to stay apart is kept also where nobody had suggested the two.
Result<void> write_decisions(store::Connection& connection, std::span<const MadeDecision> decisions);

}  // namespace ganbo::parties
