// arrival: somebody came in, as the door notes it.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_arrival();
}  // namespace ganbo::events::types
