// order_completed: somebody bought.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_order_completed();
}  // namespace ganbo::events::types
