// REST of lists of parties: by name, searched, narrowed, sorted, with chosen columns; the fields that they can be
// narrowed by; a list as a file; how many stand under each letter.
#pragma once

#include "card/api/card_routes.hpp"

namespace ganbo::card {

std::vector<http::Route> list_routes(CardService& service);

}  // namespace ganbo::card
