// order_refunded: money for an order went back, in whole or in part.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_order_refunded();
}  // namespace ganbo::events::types
