// relation: how a party stands to another one.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_relation();
}  // namespace ganbo::events::types
