// The audit trail as it is read: newest first, in pages.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "team/audit.hpp"

namespace ganbo::team {

// Entries older than the one before, and not older than `since`.
struct AuditPage {
  Timestamp before_at = {std::numeric_limits<std::int64_t>::max()};
  AuditId before_id = {};
  Timestamp since = {};
  std::int64_t limit = 50;
};

struct WrittenEntry {
  AuditEntry entry;    // but for its action and what its detail holds
  std::string action;  // as it was written
  std::string detail;  // JSON, or empty
};

}  // namespace ganbo::team
