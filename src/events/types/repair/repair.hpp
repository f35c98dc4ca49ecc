// repair: something of theirs was repaired or serviced.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_repair();
}  // namespace ganbo::events::types
