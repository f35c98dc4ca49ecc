// Permission to write or call: by a channel, for a purpose. What the types that give and withdraw it share.
#pragma once

#include <string>
#include <vector>

#include "events/description.hpp"
#include "events/payload.hpp"

namespace ganbo::events::types {

// `channel` and `purpose`, both required, and `text`: how it was given.
std::vector<Field> permission_fields();
// By which the matter is called: `zalo:news`.
std::string permission_number(JsonObject payload);

}  // namespace ganbo::events::types
