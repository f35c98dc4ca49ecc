// Reading the quarantine, and replaying what waits under a field that was named.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "events/quarantine.hpp"
#include "events/segment.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

struct QuarantinedField {
  std::string field;
  std::int64_t waiting = 0;
  Timestamp first_expires_at;
  std::vector<std::string> samples;  // JSON
  SourceId source;                   // of a sample
};
Result<std::vector<QuarantinedField>> read_quarantine(store::Connection& connection);

// Commands that replay the next slice of a named field's waiting values; empty when none waits.
Result<std::vector<std::unique_ptr<RecordEvent>>> replays_of(store::Connection& connection, const std::string& field,
                                                             const Reading& reading);

}  // namespace ganbo::events
