// Which events came in so far, of all that the record holds: by type and source, events of the business's own by name.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

struct SeenType {
  std::string type;
  std::string name;  // of an event of the business's own; empty: the type says it
  SourceId source;
  std::int64_t events = 0;
  Timestamp first_at;  // received
  Timestamp last_at;
};

// By type, name and source. Reads every event: for a thread that nobody waits for. `stop` ends it early: cancelled.
// At most `seen_names_max` names of own events are told apart; what is called otherwise is counted without a name.
inline constexpr std::size_t seen_names_max = 500;
Result<std::vector<SeenType>> read_seen_types(store::Connection& connection, const std::function<bool()>& stop);

}  // namespace ganbo::events
