// reminder_done: what somebody was reminded of is done.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_reminder_done();
}  // namespace ganbo::events::types
