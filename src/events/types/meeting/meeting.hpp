// meeting: several people sat together, in a room or on a screen.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_meeting();
}  // namespace ganbo::events::types
