// REST of merging: two cards become one and are parted again; what may be one; a person's word that it is not.
#pragma once

#include "card/api/card_routes.hpp"

namespace ganbo::card {

std::vector<http::Route> merge_routes(CardService& service);

// The schemas of what they take and give, as members of an OpenAPI document's components.
std::string_view merge_schemas();

}  // namespace ganbo::card
