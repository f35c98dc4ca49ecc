// complaint_raised: something went wrong for them and they said so.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_complaint_raised();
}  // namespace ganbo::events::types
