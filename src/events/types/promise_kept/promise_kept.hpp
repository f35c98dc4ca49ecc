// promise_kept: a promise was kept.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_promise_kept();
}  // namespace ganbo::events::types
