// key_date: a day on which somebody is to be reminded of a party.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_key_date();
}  // namespace ganbo::events::types
