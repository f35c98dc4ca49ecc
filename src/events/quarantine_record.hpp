// QuarantineRecord: what waits in the quarantine, as the record holds it; implemented by store/.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/segment.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

struct QuarantinedField {
  std::string field;
  std::int64_t waiting = 0;
  Timestamp first_expires_at;
  std::vector<std::string> samples;  // JSON
};

// Thread-safe.
class QuarantineRecord {
 public:
  virtual ~QuarantineRecord() = default;
  virtual Result<std::vector<QuarantinedField>> fields(store::Connection& connection) const = 0;
  // Which fields of which source wait.
  virtual Result<WaitingFields::BySource> waiting(store::Connection& connection) const = 0;
  // Commands that replay the next slice of a named field's waiting values; empty when none waits.
  virtual Result<std::vector<std::unique_ptr<RecordEvent>>> replays_of(store::Connection& connection,
                                                                       const std::string& field,
                                                                       const Reading& reading) const = 0;
};

}  // namespace ganbo::events
