// LinkagePart: what comparing the parties gave, on its way into the record.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::linkage {

// Two whose details agree; or agree no more, where `odds` is 0.
struct Duplicate {
  PartyId party;
  PartyId other;
  double odds = 0;
  std::string evidence;  // JSON
  Timestamp filed_at;
};

// Two people who probably live together; or do no more, where `odds` is 0.
struct Household {
  PartyId party;  // < other
  PartyId other;
  double odds = 0;
  std::string evidence;  // JSON
  Timestamp filed_at;
};

class LinkagePart : public engine::Part {
 public:
  // apply: filed unless somebody decided about the two before; known ones are weighed anew.
  void suggest(Duplicate duplicate) { staged_.push_back(std::move(duplicate)); }
  // Likewise for people of a household.
  void suggest(Household household) { staged_households_.push_back(std::move(household)); }
  // Somebody said that they are none.
  void keep_households_apart(PartyId party, PartyId other, Timestamp now) {
    staged_apart_.push_back({std::min(party, other), std::max(party, other), 0, {}, now});
  }
  // The party as of `version` was compared with the others.
  void compared(PartyId party, std::int64_t version) { compared_.emplace_back(party, version); }

  void clear() override {
    staged_.clear();
    staged_households_.clear();
    staged_apart_.clear();
    compared_.clear();
  }

 protected:
  std::vector<Duplicate> staged_;
  std::vector<Household> staged_households_;
  std::vector<Household> staged_apart_;
  std::vector<std::pair<PartyId, std::int64_t>> compared_;
};

}  // namespace ganbo::linkage
