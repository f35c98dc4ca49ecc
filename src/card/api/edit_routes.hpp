// REST of correcting a card by hand: what is known of a party is said anew, as an event like any other.
#pragma once

#include "card/api/card_routes.hpp"

namespace ganbo::card {

std::vector<http::Route> edit_routes(CardService& service);

}  // namespace ganbo::card
