// LinkagePart: what comparing the parties gave, on its way into the record.
#pragma once

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

class LinkagePart : public engine::Part {
 public:
  // apply: filed unless somebody decided about the two before; known ones are weighed anew.
  void suggest(Duplicate duplicate) { staged_.push_back(std::move(duplicate)); }
  // The party as of `version` was compared with the others.
  void compared(PartyId party, std::int64_t version) { compared_.emplace_back(party, version); }

  void clear() override {
    staged_.clear();
    compared_.clear();
  }

 protected:
  std::vector<Duplicate> staged_;
  std::vector<std::pair<PartyId, std::int64_t>> compared_;
};

}  // namespace ganbo::linkage
