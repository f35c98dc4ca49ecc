// search: somebody looked for something in our shop or on our pages.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_search();
}  // namespace ganbo::events::types
