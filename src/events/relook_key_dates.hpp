// RelookKeyDates: the business said how many days before somebody is reminded of a kind of key date. A pending step
// that goes from slice to slice of the parties; whoever has one of that kind, whose event does not say the days itself,
// is looked at today, and by then the days in force count. A reminder that was raised stays.
#pragma once

#include <memory>
#include <string>

#include "events/events_part.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

class RelookKeyDates final : public engine::Command {
 public:
  static constexpr const char* kind = "events.relook_key_dates";
  // The step that begins with the first party. It is due once every server of the record knows the days.
  static engine::Pending from_the_first(const std::string& key_date_kind, Timestamp now);
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body);

  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  bool alone() const override { return true; }

 private:
  std::string key_date_kind_;
  PartyId after_;
};

}  // namespace ganbo::events
