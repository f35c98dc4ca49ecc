// message_sent: we wrote to them, on whatever channel.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_message_sent();
}  // namespace ganbo::events::types
