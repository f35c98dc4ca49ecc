// referral_made: they sent somebody to us.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_referral_made();
}  // namespace ganbo::events::types
