// RedateParties: the business's time zone was changed, so every event's local day is computed again, and with it the
// days of orders and lines. A pending step that goes from slice to slice of the parties until all are done. The rule:
// an instant stays what it was; its day follows the zone.
#pragma once

#include <memory>
#include <string>

#include "events/events_part.hpp"
#include "parties/business.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

class RedateParties final : public engine::Command {
 public:
  static constexpr const char* kind = "events.redate";
  // The step that begins with the first party. It is due once every server of the record knows the zone.
  static engine::Pending from_the_first(const std::string& zone, Timestamp now);
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body,
                                                            const parties::LiveBusiness& business);

  void want(engine::Workspace& workspace) const override;
  // Nothing is left to do once the zone has been changed again: that change has its own steps.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  bool alone() const override { return true; }

 private:
  explicit RedateParties(const parties::LiveBusiness& business) : business_(business) {}
  const parties::LiveBusiness& business_;
  std::string zone_;
  PartyId after_;
};

}  // namespace ganbo::events
