#include "team/store/stored_audit.hpp"

#include "team/store/queries.hpp"

namespace ganbo::team {

Result<std::vector<WrittenEntry>> read_audit(store::Connection& connection, const AuditPage& page) {
  std::vector<WrittenEntry> entries;
  for (auto& row : TRY(connection.all(sql::AuditPage{.before_at = page.before_at.micros,
                                                     .since_at = page.since.micros,
                                                     .before_id = page.before_id.value,
                                                     .row_limit = page.limit}))) {
    WrittenEntry written;
    written.entry.id = {row.entry_id};
    written.entry.noted_at = {row.noted_at};
    written.entry.actor = {{row.user_id}, std::move(row.actor), std::move(row.key_id), std::move(row.address)};
    written.action = std::move(row.action);
    written.entry.party = {row.party_id};
    written.entry.subject = std::move(row.subject);
    written.detail = std::move(row.detail);
    entries.push_back(std::move(written));
  }
  return entries;
}

Result<std::optional<Timestamp>> oldest_audit_entry(store::Connection& connection) {
  const auto row = TRY(connection.one(sql::OldestAuditEntry{}));
  return row ? std::optional(Timestamp{row->noted_at}) : std::nullopt;
}

}  // namespace ganbo::team
