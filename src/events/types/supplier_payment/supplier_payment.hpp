// supplier_payment: we paid them.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_supplier_payment();
}  // namespace ganbo::events::types
