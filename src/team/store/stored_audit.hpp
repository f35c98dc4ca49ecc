// The audit trail in the record.
#pragma once

#include <optional>
#include <vector>

#include "platform/store/store.hpp"
#include "team/audit_record.hpp"

namespace ganbo::team {

Result<std::vector<WrittenEntry>> read_audit(store::Connection& connection, const AuditPage& page);
// When the oldest entry was noted.
Result<std::optional<Timestamp>> oldest_audit_entry(store::Connection& connection);

}  // namespace ganbo::team
