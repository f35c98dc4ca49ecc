// visit: a meeting face to face, at our place or at theirs.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_visit();
}  // namespace ganbo::events::types
