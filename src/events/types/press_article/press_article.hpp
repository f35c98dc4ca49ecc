// press_article: something about us was printed, broadcast or posted by the press.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_press_article();
}  // namespace ganbo::events::types
