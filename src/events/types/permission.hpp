// Permission to write, call or visit: by a channel, for a purpose. What the types that give and withdraw it share.
#pragma once

#include <string>
#include <vector>

#include "events/description.hpp"
#include "events/payload.hpp"

namespace ganbo::events::types {

// `channel` and `purpose`, both required, and `text`: how it was given.
std::vector<Field> permission_given_fields();
// Likewise; both may be `any`: no contact at all (events/permissions.hpp).
std::vector<Field> permission_withdrawn_fields();
// By which the matter is called: `zalo:news`.
std::string permission_number(JsonObject payload);

}  // namespace ganbo::events::types
