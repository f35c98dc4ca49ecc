// call: a talk by phone, in either direction.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_call();
}  // namespace ganbo::events::types
