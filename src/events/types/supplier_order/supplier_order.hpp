// supplier_order: we ordered something from them.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_supplier_order();
}  // namespace ganbo::events::types
