// custom: an event of the business's own, kept whole under its name.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_custom();
}  // namespace ganbo::events::types
