// order_updated: the content of an order changed; what it says replaces what was said before.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_order_updated();
}  // namespace ganbo::events::types
