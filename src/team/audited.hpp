// Audited: a command together with the entry of the audit trail that says who asked for it; both in one commit, or
// neither. AddAuditEntries: entries of what was only read. ExpireAudit: what was noted before some time goes.
#pragma once

#include <memory>
#include <vector>

#include "platform/engine/workspace.hpp"
#include "team/audit.hpp"

namespace ganbo::team {

// Applies `command`; where that applied, the entry is written with it. What the command itself says of what it changed
// (TeamPart::say_changed) is added. An entry about nobody in particular is about the party of the outcome; a sign-in is
// by the user of the outcome.
class Audited final : public engine::Command {
 public:
  Audited(std::unique_ptr<engine::Command> command, AuditEntry entry);
  void want(engine::Workspace& workspace) const override { command_->want(workspace); }
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  std::vector<std::uint64_t> subjects() const override { return command_->subjects(); }
  void add_found(engine::Workspace& workspace, std::vector<std::uint64_t>& subjects) const override {
    command_->add_found(workspace, subjects);
  }
  bool alone() const override { return command_->alone(); }

 private:
  std::unique_ptr<engine::Command> command_;
  AuditEntry entry_;
};

class AddAuditEntries final : public engine::Command {
 public:
  explicit AddAuditEntries(std::vector<AuditEntry> entries) : entries_(std::move(entries)) {}
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  const std::vector<AuditEntry>& entries() const { return entries_; }

 private:
  std::vector<AuditEntry> entries_;
};

class ExpireAudit final : public engine::Command {
 public:
  explicit ExpireAudit(Timestamp before) : before_(before) {}
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  Timestamp before_;
};

// Of a request that changes something.
std::unique_ptr<engine::Command> audited(std::unique_ptr<engine::Command> command, const http::Request& request,
                                         AuditAction action, std::string subject = {}, PartyId party = {},
                                         std::vector<Changed> changed = {});

}  // namespace ganbo::team
