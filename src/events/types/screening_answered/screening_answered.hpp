// screening_answered: whether somebody who turned to us for the first time came to the right place.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_screening_answered();
}  // namespace ganbo::events::types
