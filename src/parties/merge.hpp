// Merge: one party turns out to be another. A fact; what stands on cards follows from it. An undoing is a fact too: all
// that came to the one that joined, or comes by what it is known by, is its own again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::parties {

enum class MergeKind {
  join,  // a visitor without a name turned out to be somebody: by rule (resolution.hpp)
  merge  // a person decided
};
constexpr std::string_view word_of(MergeKind kind) { return kind == MergeKind::join ? "join" : "merge"; }

struct Merge {
  MergeId id;
  PartyId from;  // who joined
  PartyId into;  // whom; may have joined another since
  MergeKind kind = MergeKind::merge;
  std::string name = {};  // of who joined, as it was
  Timestamp merged_at = {};
  UserId user = {};  // who decided; none: a rule or a key
  SourceId source = {};
  std::string reason = {};
  std::optional<Timestamp> undone_at = std::nullopt;
  UserId undone_by = {};
};

// What becomes of a suggestion.
enum class Decision { merged, apart };
constexpr std::string_view word_of(Decision decision) { return decision == Decision::merged ? "merged" : "apart"; }

}  // namespace ganbo::parties
