// asset_owned: something that they own.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_asset_owned();
}  // namespace ganbo::events::types
