// Two parties turn out to be one, by a rule (join) or by a person's decision (merge), and are parted again. Events keep
// the party they came to (`origin_party_id`), so a card is at any time made of what came to it and to those that merged
// into it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/event_type.hpp"
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
  std::vector<std::uint64_t> subjects() const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

// Of two that become one, whose value of a trait stays. Without such a word the latest one does, as ever.
struct KeptTrait {
  std::string trait;
  PartyId of;  // one of the two
};

class MergeParties final : public engine::Command {
 public:
  PartyId from;
  PartyId into;
  UserId user;
  SourceId source;
  std::string reason;
  // What is kept is told anew with the merge, on behalf of whom it is of: an undoing gives each their own back.
  std::vector<KeptTrait> keeps;
  const EventType* identify = nullptr;  // by which it is told
  std::string staff;                    // who decided, by name

  void want(engine::Workspace& workspace) const override;
  // Outcome: subject_id is the merge, party_id the card that stands for both. Refused when one does not exist, when
  // they are one already, when one is a person and the other an organisation, and when what is to be kept is nobody's.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  std::vector<std::uint64_t> subjects() const override;

 private:
  // What one of the two is to say anew: JSON of an identify. Moves `at` past whatever it has to prevail over.
  Result<std::string> kept_of(const parties::Party& one, const parties::Party& other, Timestamp& at) const;
  void tell_anew(engine::Workspace& workspace, engine::Context& context, parties::Party& card, PartyId origin,
                 const std::string& payload, Timestamp at) const;
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
