// Two parties turn out to be one, by a rule (join) or by a person's decision (merge), and are parted again. Events keep
// the party they came to (`origin_party_id`), so a card is at any time made of what came to it and to those that merged
// into it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/events_part.hpp"
#include "parties/merge.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

// The pending step by which an anonymous history joins the party it turned out to be.
class JoinParties final : public engine::Command {
 public:
  static constexpr const char* kind = "parties.join";
  static std::string body(PartyId from, PartyId to);
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body);

  PartyId from;
  PartyId to;

  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

class MergeParties final : public engine::Command {
 public:
  PartyId from;
  PartyId into;
  UserId user;
  SourceId source;
  std::string reason;

  void want(engine::Workspace& workspace) const override;
  // Outcome: subject_id is the merge, party_id the card that stands for both. Refused when one does not exist, when
  // they are one already, and when one is a person and the other an organisation.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  std::vector<std::uint64_t> subjects() const override;
};

// Takes a merge back, whatever was merged before or after it: `from` gets back what came to it and to those that had
// merged into it, and what came since by what it is known by.
class UndoMerge final : public engine::Command {
 public:
  PartyId from;
  MergeId merge;
  UserId user;

  void want(engine::Workspace& workspace) const override;
  // Outcome: subject_id is the merge, party_id `from`. Refused when there is no such merge, when it was undone before,
  // and when it was no person's decision.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  std::vector<std::uint64_t> subjects() const override;
};

// A person says that two that may be one are not.
class KeepApart final : public engine::Command {
 public:
  PartyId party;
  PartyId other;

  void want(engine::Workspace& workspace) const override;
  // Refused when one does not exist.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

}  // namespace ganbo::events
