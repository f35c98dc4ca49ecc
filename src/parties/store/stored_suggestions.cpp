#include "parties/store/stored_suggestions.hpp"

#include <algorithm>
#include <vector>

#include "parties/store/queries.hpp"

namespace ganbo::parties {
namespace {

// Suggestions filed for one shared value: a phone that thirty people share says nothing about who they are.
constexpr std::int64_t suggestions_per_value_max = 5;

// Whether somebody said that they are two, whatever they were suggested for.
Result<bool> are_apart(store::Connection& connection, PartyId one, PartyId other) {
  for (const auto& [party, with] : {std::pair(one, other), std::pair(other, one)})
    for (const auto& row :
         TRY(connection.all(sql::DecisionsOfPair{.party_id = party.value, .other_party_id = with.value})))
      if (row.decision == word_of(Decision::apart)) return true;
  return false;
}

}  // namespace

Result<void> write_suggestions(store::Connection& connection, std::span<const StagedSuggestion> suggestions) {
  for (const auto& staged : suggestions) {
    const auto word = facts_of(staged.shared.type).word;
    const auto filed = TRY(connection.one(
        sql::CountSuggestionsFor{.other_party_id = staged.other.value, .type = word, .value = staged.shared.value}));
    if (filed && filed->suggestions >= suggestions_per_value_max) continue;
    const bool apart = TRY(are_apart(connection, staged.party, staged.other));
    if (apart) continue;
    TRY(connection.write(sql::InsertSuggestion{.party_id = staged.party.value,
                                               .other_party_id = staged.other.value,
                                               .type = word,
                                               .value = staged.shared.value,
                                               .filed_at = staged.filed_at.micros,
                                               .odds = 0,
                                               .evidence = ""}));
  }
  return {};
}

Result<void> write_decisions(store::Connection& connection, std::span<const MadeDecision> made) {
  std::vector<sql::DecideSuggestion> decisions;
  std::vector<sql::KeepApart> apart;
  for (const auto& staged : made) {
    for (const auto& [party, other] : {std::pair(staged.party, staged.other), std::pair(staged.other, staged.party)})
      decisions.push_back({.decision = word_of(staged.decision),
                           .decided_at = staged.decided_at.micros,
                           .party_id = party.value,
                           .other_party_id = other.value});
    if (staged.decision == Decision::apart)
      apart.push_back({.party_id = std::min(staged.party, staged.other).value,
                       .other_party_id = std::max(staged.party, staged.other).value,
                       .decided_at = staged.decided_at.micros});
  }
  TRY(connection.send(std::span<const sql::DecideSuggestion>(decisions)));
  return connection.send(std::span<const sql::KeepApart>(apart));
}

}  // namespace ganbo::parties
