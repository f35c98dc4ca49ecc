// page_view: somebody looked at a page of the web site.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_page_view();
}  // namespace ganbo::events::types
