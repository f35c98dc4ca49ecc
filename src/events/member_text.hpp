// One member of a stored envelope or payload, for who reads no more of it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "events/event_type.hpp"

namespace ganbo::events {

// The text under a key of a JSON object; empty where the object, or the key, is not there. Parses in the slot 1
// (payload.hpp).
std::string member_text(std::string_view json, std::string_view key);
// Who turned to whom: `in`, `out` or empty. As the envelope says, else as the type is by itself.
std::string direction_of(std::string_view envelope, const EventType& type);

}  // namespace ganbo::events
