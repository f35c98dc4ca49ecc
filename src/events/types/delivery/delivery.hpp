// delivery: goods on their way to them, and how that went.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_delivery();
}  // namespace ganbo::events::types
