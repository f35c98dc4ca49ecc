// identify: what became known of a party: its traits. Not a contact.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_identify();
}  // namespace ganbo::events::types
