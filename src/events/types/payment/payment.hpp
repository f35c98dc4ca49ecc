// payment: they paid us, or tried to.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_payment();
}  // namespace ganbo::events::types
