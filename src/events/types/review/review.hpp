// review: they spoke of us where others can read it.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_review();
}  // namespace ganbo::events::types
