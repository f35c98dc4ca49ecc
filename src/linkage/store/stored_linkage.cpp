#include "linkage/store/stored_linkage.hpp"

#include "linkage/store/queries.hpp"
#include "parties/parties_part.hpp"
#include "parties/store/queries.hpp"
#include "parties/store/words.hpp"

namespace ganbo::linkage {
namespace {

class StoredLinkage final : public LinkagePart {
 public:
  Result<void> load(store::Connection&) override { return {}; }

  Result<void> write(store::Connection& connection) override {
    for (const auto& staged : staged_) TRY(write_duplicate(connection, staged));
    TRY(write_households(connection));
    std::vector<sql::DeleteComparisonDue> compared;
    compared.reserve(compared_.size());
    for (const auto& [party, version] : compared_) compared.push_back({.party_id = party.value, .version = version});
    return connection.send(std::span<const sql::DeleteComparisonDue>(compared));
  }

  void report(engine::Changes& changes) const override {
    const auto pair = [&changes](const auto& found) {
      changes.add(parties::party_topic, found.party.value);
      changes.add(parties::party_topic, found.other.value);
      changes.add(parties::suggestions_topic);
    };
    for (const auto& found : staged_) pair(found);
    for (const auto& found : staged_households_) pair(found);
    for (const auto& decided : staged_apart_) pair(decided);
  }

 private:
  Result<void> write_households(store::Connection& connection) const {
    std::vector<parties::sql::PutHouseholdSuggestion> put;
    std::vector<parties::sql::WithdrawHouseholdSuggestion> withdrawn;
    std::vector<parties::sql::KeepHouseholdsApart> apart;
    apart.reserve(staged_apart_.size());
    for (const auto& found : staged_households_) {
      if (found.odds > 0)
        put.push_back({.party_id = found.party.value,
                       .other_party_id = found.other.value,
                       .filed_at = found.filed_at.micros,
                       .odds = found.odds,
                       .evidence = found.evidence});
      else
        withdrawn.push_back({.party_id = found.party.value, .other_party_id = found.other.value});
    }
    for (const auto& decided : staged_apart_)
      apart.push_back({.party_id = decided.party.value,
                       .other_party_id = decided.other.value,
                       .decided_at = decided.filed_at.micros});
    TRY(connection.send(std::span<const parties::sql::WithdrawHouseholdSuggestion>(withdrawn)));
    TRY(connection.send(std::span<const parties::sql::PutHouseholdSuggestion>(put)));
    return connection.send(std::span<const parties::sql::KeepHouseholdsApart>(apart));
  }

  // Few: most parties are like no other.
  static Result<void> write_duplicate(store::Connection& connection, const Duplicate& staged) {
    const std::pair<PartyId, PartyId> both[]{{staged.party, staged.other}, {staged.other, staged.party}};
    bool filed = false;
    for (const auto& [party, other] : both)
      for (const auto& row :
           TRY(connection.all(parties::sql::DecisionsOfPair{.party_id = party.value, .other_party_id = other.value}))) {
        if (!row.decision.empty()) return {};
        filed = true;
      }
    if (!filed && staged.odds == 0) return {};
    if (!filed) {
      TRY(connection.write(parties::sql::InsertSuggestion{.party_id = staged.party.value,
                                                          .other_party_id = staged.other.value,
                                                          .type = parties::details_word,
                                                          .value = "",
                                                          .filed_at = staged.filed_at.micros,
                                                          .odds = staged.odds,
                                                          .evidence = staged.evidence}));
      return {};
    }
    for (const auto& [party, other] : both) {
      TRY(connection.write(sql::WeighSuggestion{
          .odds = staged.odds, .evidence = staged.evidence, .party_id = party.value, .other_party_id = other.value}));
      if (staged.odds == 0)
        TRY(connection.write(sql::WithdrawSuggestion{.party_id = party.value, .other_party_id = other.value}));
    }
    return {};
  }
};

}  // namespace

std::unique_ptr<LinkagePart> make_stored_linkage() { return std::make_unique<StoredLinkage>(); }

}  // namespace ganbo::linkage
