// The part of Instance that keeps the audit trail: what was read is written a moment later, exports at once, and what
// was kept long enough goes.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "instance.hpp"
#include "team/audited.hpp"
#include "team/store/stored_audit.hpp"

namespace ganbo::app {

Result<void> Instance::write_audit() {
  constexpr std::size_t batch_max = 500;
  while (true) {
    auto entries = audit_.take(batch_max);
    if (entries.empty()) return {};
    const auto written = writer_->submit(std::make_unique<team::AddAuditEntries>(entries));
    if (written.ok()) continue;
    audit_.put_back(std::move(entries));
    return written.error();
  }
}

// Nobody waits for a record that does not answer: what it takes is written while the writer stops.
void Instance::stop_writing() {
  auto entries = audit_.take(team::AuditLog::waiting_max);
  if (!entries.empty()) {
    std::vector<std::unique_ptr<engine::Command>> commands;
    commands.push_back(std::make_unique<team::AddAuditEntries>(std::move(entries)));
    if (const auto admitted = writer_->admit(commands); !admitted.ok())
      spdlog::error("audit trail: {}", admitted.error().message);
  }
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
