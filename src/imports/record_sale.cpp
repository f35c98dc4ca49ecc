#include "imports/record_sale.hpp"

#include "events/merge_parties.hpp"

namespace ganbo::imports {

RecordSale::RecordSale(std::unique_ptr<events::RecordEvent> event, parties::Identifier sale)
    : event_(std::move(event)), sale_(std::move(sale)) {
  name = event_->name;
}

void RecordSale::want(engine::Workspace& workspace) const {
  event_->want(workspace);
  workspace.part<parties::PartiesPart>().want(std::span(&sale_, 1));
}

engine::Outcome RecordSale::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto outcome = event_->apply(workspace, context);
  if (outcome.status != engine::Status::applied) return outcome;
  auto& parties = workspace.part<parties::PartiesPart>();
  const PartyId customer{outcome.party_id};
  const parties::Party* unidentified = parties.claimed_by(sale_);
  if (unidentified == nullptr || unidentified->kind != parties::Kind::anonymous || unidentified->id == customer)
    return outcome;
  workspace.leave_pending({events::JoinParties::kind, events::JoinParties::body(unidentified->id, customer), {}});
  parties.joining(unidentified->id, customer);
  return outcome;
}

}  // namespace ganbo::imports
