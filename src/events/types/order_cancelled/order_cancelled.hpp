// order_cancelled: an order was called off; it no longer counts.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_order_cancelled();
}  // namespace ganbo::events::types
