// usage: they used what they have from us.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_usage();
}  // namespace ganbo::events::types
