// quote: a price was asked for, named or bargained over.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_quote();
}  // namespace ganbo::events::types
