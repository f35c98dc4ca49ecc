// REST of what happened with a party: its timeline, and what was told of one fact of its card.
#pragma once

#include "card/api/card_routes.hpp"

namespace ganbo::card {

std::vector<http::Route> timeline_routes(CardService& service);

// The schemas of OpenAPI that they refer to.
std::string_view timeline_schemas();

}  // namespace ganbo::card
