// product_viewed: somebody looked at a product.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_product_viewed();
}  // namespace ganbo::events::types
