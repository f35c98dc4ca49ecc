// group_joined: a person belongs to an organisation. Not a contact.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_group_joined();
}  // namespace ganbo::events::types
