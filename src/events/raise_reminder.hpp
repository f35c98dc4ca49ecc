// RaiseReminder: looks at one key date of a card, and raises the reminder when the day is near (key_date.hpp). A
// reminder is an event like any other: a fact, and a matter that is open until it is said to be done.
#pragma once

#include <string>

#include "events/events_part.hpp"
#include "parties/business.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

class RaiseReminder final : public engine::Command {
 public:
  explicit RaiseReminder(const EventTypes& types, const parties::LiveBusiness& business)
      : types_(types), business_(business) {}
  PartyId party;
  std::string kind;  // of the matter
  std::string number;

  void want(engine::Workspace& workspace) const override;
  // Applied also when there is nothing to remind of: subject_id is the reminder, or 0.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  std::vector<std::uint64_t> subjects() const override { return {engine::subject_of(party.value)}; }

 private:
  const EventTypes& types_;
  const parties::LiveBusiness& business_;
};

}  // namespace ganbo::events
