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

// The next of a field's waiting values.
struct ReplaySlice {
  std::vector<std::unique_ptr<RecordEvent>> commands;
  std::int64_t misfits = 0;           // no values of the field as the business defined it: they go on waiting
  std::optional<QuarantineKey> last;  // of those that were looked at; none: nothing is left
};

// Thread-safe.
class QuarantineRecord {
 public:
  virtual ~QuarantineRecord() = default;
  virtual Result<std::vector<QuarantinedField>> fields(store::Connection& connection) const = 0;
  // Which fields of which source wait.
  virtual Result<WaitingFields::BySource> waiting(store::Connection& connection) const = 0;
  // Commands that replay the waiting values of a named field, or of one that the business defined, after `after`.
  virtual Result<ReplaySlice> replays_of(store::Connection& connection, const std::string& field,
                                         const Reading& reading, const QuarantineKey& after) const = 0;
};

}  // namespace ganbo::events
