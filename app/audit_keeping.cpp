// The part of Instance that keeps the audit trail: what was read is written a moment later, exports at once, and what
// was kept long enough goes.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "instance.hpp"
#include "team/audited.hpp"
#include "team/store/stored_audit.hpp"

namespace ganbo::app {

// Hands over what was read and waits for nobody. One thread at a time: so whoever stops the writer hands over the rest,
// and nothing is in another's hands meanwhile.
Result<void> Instance::write_audit() {
  constexpr std::size_t batch_max = 500;
  const std::lock_guard lock(audit_mutex_);
  while (true) {
    auto entries = audit_.take(batch_max);
    if (entries.empty()) return {};
    std::vector<std::unique_ptr<engine::Command>> command;
    command.push_back(std::make_unique<team::AddAuditEntries>(entries));
    command.front()->done = [this, entries](const engine::Outcome& outcome) {
      if (outcome.status == engine::Status::applied) return;
      spdlog::error("audit trail: {}", outcome.error.message);
      audit_.put_back(entries);
    };
    if (const auto admitted = writer_->admit(command); !admitted.ok()) {
      audit_.put_back(std::move(entries));
      return admitted.error();
    }
  }
}

void Instance::stop_writing() {
  if (const auto handed_over = write_audit(); !handed_over.ok())
    spdlog::error("audit trail: {}", handed_over.error().message);
  writer_->stop();
}

// A day of entries in a commit, so that nobody waits for a year of them.
Result<void> Instance::expire_audit() {
  const Timestamp limit = clock_.now() - days(audit_kept_days_);
  while (!stopping_.raised()) {
    std::optional<Timestamp> oldest;
    {
      auto lease = TRY(readers_->take());
      oldest = TRY(team::oldest_audit_entry(*lease));
    }
    if (!oldest || *oldest >= limit) return {};
    TRY(writer_->submit(std::make_unique<team::ExpireAudit>(std::min(limit, *oldest + days(1)))));
  }
  return {};
}

Result<void> Instance::write_down(team::AuditEntry entry) {
  std::vector<team::AuditEntry> one;
  one.push_back(std::move(entry));
  TRY(writer_->submit(std::make_unique<team::AddAuditEntries>(std::move(one))));
  return {};
}

}  // namespace ganbo::app
