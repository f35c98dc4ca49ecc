// FileDuplicates: parties were compared with the others, and what was found is filed as suggestions to merge. These are
// concluded from what is known of parties: who decides about one adds the fact (events/merge_parties.hpp).
#pragma once

#include <vector>

#include "linkage/linkage_part.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::linkage {

class FileDuplicates final : public engine::Command {
 public:
  struct Compared {
    PartyId party;
    std::int64_t version = 0;  // by which it was due; 0: it was not
  };
  std::vector<Compared> compared;
  std::vector<Duplicate> duplicates;  // `filed_at` is set when it is applied
  std::vector<Household> households;  // likewise

  void want(engine::Workspace& workspace) const override;
  // Always applied. Where somebody decided about two before, that stands; who merged or was erased meanwhile is left
  // out.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

}  // namespace ganbo::linkage
