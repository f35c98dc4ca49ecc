// Erasure of a person: what they are called by goes, what somebody wrote goes (redaction.hpp), and what is left folds
// to the same figures under nobody's name. Who was erased and comes back is somebody new.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/events_part.hpp"
#include "events/participation.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

class EraseParty final : public engine::Command {
 public:
  PartyId party;
  UserId user;
  SourceId source;
  std::string phone_region;  // the business's: how participants' numbers are read

  void want(engine::Workspace& workspace) const override;
  // Outcome: subject_id and party_id are the card. Refused when there is none, and when it was erased before.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  std::vector<std::uint64_t> subjects() const override { return {engine::subject_of(party.value)}; }
  bool alone() const override { return true; }
};

// The pending step by which the others that took part forget who was erased: on the card of one of them, the touchpoint
// or its copy names that person no more; of the erased person's own touchpoint nothing is left that was written.
class ForgetParticipant final : public engine::Command {
 public:
  static constexpr const char* kind = "events.forget";
  std::string body() const;
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body);

  Participant on;      // whose card
  EventId touchpoint;  // it, or copies of it
  Timestamp occurred_at;
  bool whole = false;  // it was the erased person's own
  PartyId erased;
  std::vector<parties::Identifier> called;  // what the erased person was called by
  std::string name;                         // and took part as
  std::string phone_region;

  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  bool alone() const override { return true; }
};

}  // namespace ganbo::events
