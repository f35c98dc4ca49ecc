// REST of saved views.
#pragma once

#include "card/api/card_routes.hpp"

namespace ganbo::card {

std::vector<http::Route> view_routes(CardService& service);

}  // namespace ganbo::card
