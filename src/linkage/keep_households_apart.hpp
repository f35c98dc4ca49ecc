// KeepHouseholdsApart: somebody says that two people do not live together; they are not suggested again. That they do
// is a relation, told like any other.
#pragma once

#include "linkage/linkage_part.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::linkage {

class KeepHouseholdsApart final : public engine::Command {
 public:
  PartyId party;
  PartyId other;

  void want(engine::Workspace& workspace) const override;
  // not_found when there is no such party; invalid where the other is none.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

}  // namespace ganbo::linkage
