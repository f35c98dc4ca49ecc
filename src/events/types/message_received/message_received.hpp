// message_received: they wrote to us, on whatever channel.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_message_received();
}  // namespace ganbo::events::types
