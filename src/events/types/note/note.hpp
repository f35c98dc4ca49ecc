// note: something our staff want remembered. Not a contact.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_note();
}  // namespace ganbo::events::types
