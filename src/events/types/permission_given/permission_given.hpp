// permission_given: they may be written to or called.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_permission_given();
}  // namespace ganbo::events::types
