// The descriptions of event types as JSON: what forms, clients and OpenAPI are made from.
#pragma once

#include <string>

#include "events/event_type.hpp"

namespace ganbo::card {

// Body of GET /v1/event-types.
std::string describe_types(const events::EventTypes& types, const parties::OwnWords& words);
// Members of components.schemas in OpenAPI.
std::string schemas(const events::EventTypes& types);

}  // namespace ganbo::card
