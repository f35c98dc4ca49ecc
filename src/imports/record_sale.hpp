// RecordSale: the sale of a named customer becomes part of their card, and so does what an earlier file said of the
// same sale without naming anybody.
//
// A sale without customer belongs to an unidentified party called after the sale. When a later file names the customer,
// that party joins them, in the same pending step as a browser's history; then both say something of one order, and the
// later file wins. A sale that somebody has already stays there.
#pragma once

#include <memory>

#include "events/record_event.hpp"

namespace ganbo::imports {

class RecordSale final : public engine::Command {
 public:
  // `event` names its customer; `sale` is what the party of the sale is called while nobody knows whose it is.
  RecordSale(std::unique_ptr<events::RecordEvent> event, parties::Identifier sale);
  void want(engine::Workspace& workspace) const override;
  // As of the event.
  std::vector<std::uint64_t> subjects() const override { return event_->subjects(); }
  void add_found(engine::Workspace& workspace, std::vector<std::uint64_t>& subjects) const override {
    event_->add_found(workspace, subjects);
  }
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  std::unique_ptr<events::RecordEvent> event_;
  parties::Identifier sale_;
};

}  // namespace ganbo::imports
