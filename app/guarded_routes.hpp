// What stands around the routes of every concept, so that no concept has to think of it and a later one cannot forget
// it:
//  - who lacks a right is refused where a route needs it, and is shown answers without what they may not see;
//  - who saw a card, and who took data away, is written into the audit trail.
#pragma once

#include <functional>
#include <vector>

#include "platform/base/clock.hpp"
#include "platform/http/http.hpp"
#include "team/audit.hpp"

namespace ganbo::app {

struct Guard {
  team::AuditLog& audit;
  const Clock& clock;
  // Written before it returns. Not on a thread of the writer.
  std::function<Result<void>(team::AuditEntry)> write_down;
};

// `guard` outlives the routes, by its members.
std::vector<http::Route> guarded(std::vector<http::Route> routes, const Guard& guard);

}  // namespace ganbo::app
