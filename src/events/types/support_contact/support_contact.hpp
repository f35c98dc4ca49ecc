// support_contact: they needed help, and how far it got.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_support_contact();
}  // namespace ganbo::events::types
