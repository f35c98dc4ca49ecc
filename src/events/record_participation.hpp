// RecordParticipation: the pending step by which a touchpoint stands on the card of somebody else who took part.
#pragma once

#include <memory>
#include <string>

#include "events/history.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

class RecordParticipation final : public engine::Command {
 public:
  static constexpr const char* kind = "events.participation";
  static std::string body(const StoredEvent& touchpoint, const Participant& participant);
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body);

  Participant participant;
  Participation participation;
  StoredEvent copy;  // without id, party and participation

  void want(engine::Workspace& workspace) const override;
  // Both sides: whoever takes part, and whose touchpoint it is.
  std::vector<std::uint64_t> subjects() const override;
  void add_found(engine::Workspace& workspace, std::vector<std::uint64_t>& subjects) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

}  // namespace ganbo::events
