// complaint_resolved: how a complaint ended.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_complaint_resolved();
}  // namespace ganbo::events::types
