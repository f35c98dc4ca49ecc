// What changes, told to whoever listens: GET /v1/changes.
#pragma once

#include "platform/engine/changes.hpp"
#include "platform/http/http.hpp"

namespace ganbo::app {

// The route. `hub` outlives the server that answers it. Thread-safe.
http::Route change_route(engine::ChangeHub& hub);

}  // namespace ganbo::app
