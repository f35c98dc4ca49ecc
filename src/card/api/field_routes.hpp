// REST of the fields that the business defines: what there is, a new one, a change.
#pragma once

#include "card/api/card_routes.hpp"
#include "events/api/quarantine_routes.hpp"

namespace ganbo::card {

std::vector<http::Route> field_routes(CardService& service, events::QuarantineService& quarantine);

// The schemas of what they take and give, as members of an OpenAPI document's components.
std::string_view field_schemas();

}  // namespace ganbo::card
