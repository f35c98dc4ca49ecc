// RevokeLinks: all links to pages for customers that a party had until now open nothing any more, as when one was sent
// to somebody else.
#pragma once

#include "platform/base/ids.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::customer_pages {

class RevokeLinks final : public engine::Command {
 public:
  PartyId party;
  UserId user;

  void want(engine::Workspace& workspace) const override;
  // not_found when there is no such party.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  std::vector<std::uint64_t> subjects() const override { return {engine::subject_of(party.value)}; }
};

}  // namespace ganbo::customer_pages
