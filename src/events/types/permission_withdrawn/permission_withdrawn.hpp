// permission_withdrawn: they may not be written to or called any more.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_permission_withdrawn();
}  // namespace ganbo::events::types
