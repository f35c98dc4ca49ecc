// gift: something was given without a price.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_gift();
}  // namespace ganbo::events::types
