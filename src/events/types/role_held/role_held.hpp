// role_held: a party has a role for some time.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_role_held();
}  // namespace ganbo::events::types
