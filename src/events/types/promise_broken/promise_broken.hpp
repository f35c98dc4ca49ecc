// promise_broken: a promise was not kept.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_promise_broken();
}  // namespace ganbo::events::types
