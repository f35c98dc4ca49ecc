// screen_view: somebody opened a screen of the app.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_screen_view();
}  // namespace ganbo::events::types
