// reminder: a key date came near, and somebody is to do something about it.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_reminder();
}  // namespace ganbo::events::types
