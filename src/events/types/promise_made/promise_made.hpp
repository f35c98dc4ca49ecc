// promise_made: one side gave its word.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_promise_made();
}  // namespace ganbo::events::types
