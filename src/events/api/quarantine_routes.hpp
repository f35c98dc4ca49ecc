// REST of the quarantine: what waits under which key, and naming the use it serves.
#pragma once

#include <vector>

#include "events/api/segment_routes.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

std::vector<http::Route> quarantine_routes(EventService& service, store::Readers& readers);

}  // namespace ganbo::events
