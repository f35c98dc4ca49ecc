#include "team/audited.hpp"

#include "team/team_part.hpp"

namespace ganbo::team {

Audited::Audited(std::unique_ptr<engine::Command> command, AuditEntry entry)
    : command_(std::move(command)), entry_(std::move(entry)) {
  name = command_->name;
  outbox_id = command_->outbox_id;
  done = std::move(command_->done);
}

engine::Outcome Audited::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& team = workspace.part<TeamPart>();
  team.take_changed();  // of a command before this one
  auto outcome = command_->apply(workspace, context);
  if (outcome.status != engine::Status::applied) return outcome;
  AuditEntry entry = entry_;
  entry.id = context.next_id<AuditId>();
  entry.noted_at = context.now();
  for (auto& said : team.take_changed()) entry.changed.push_back(std::move(said));
  if (!entry.party) entry.party = {outcome.party_id};
  if (entry.action == AuditAction::signed_in) {
    entry.actor.user = {outcome.subject_id};
    if (const User* user = team.directory().user(entry.actor.user); user != nullptr) entry.actor.name = user->login;
  }
  team.put(std::move(entry));
  return outcome;
}

engine::Outcome AddAuditEntries::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& team = workspace.part<TeamPart>();
  for (AuditEntry entry : entries_) {
    entry.id = context.next_id<AuditId>();
    if (entry.noted_at.micros == 0) entry.noted_at = context.now();
    team.put(std::move(entry));
  }
  return engine::Outcome::applied(0);
}

engine::Outcome ExpireAudit::apply(engine::Workspace& workspace, engine::Context&) const {
  workspace.part<TeamPart>().expire_audit_before(before_);
  return engine::Outcome::applied(0);
}

std::unique_ptr<engine::Command> audited(std::unique_ptr<engine::Command> command, const http::Request& request,
                                         AuditAction action, std::string subject, PartyId party,
                                         std::vector<Changed> changed) {
  AuditEntry entry;
  entry.actor = actor_of(request);
  entry.action = action;
  entry.subject = std::move(subject);
  entry.party = party;
  entry.changed = std::move(changed);
  return std::make_unique<Audited>(std::move(command), std::move(entry));
}

}  // namespace ganbo::team
