// RevalueEvents: a rate was set, or dated back, so what happened in its currency from that day on is valued again by
// the rates in force. A pending step that goes from slice to slice of the parties who have such events until all are
// done; events whose rate is the same as before stay as they are.
#pragma once

#include <memory>
#include <string>

#include "events/events_part.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

class RevalueEvents final : public engine::Command {
 public:
  static constexpr const char* kind = "events.revalue";
  // The step that begins with the first party. It is due once every server of the record knows the rate.
  static engine::Pending from_the_first(Currency currency, Day from, Timestamp now);
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body);

  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  bool alone() const override { return true; }

 private:
  Currency currency_;
  Day from_;
  PartyId after_;
};

}  // namespace ganbo::events
