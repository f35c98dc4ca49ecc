// The channels that a message goes by, as types that name one offer them.
#pragma once

#include <vector>

#include "events/description.hpp"

namespace ganbo::events::types {

const std::vector<Choice>& message_channels();

}  // namespace ganbo::events::types
