// REST of what a person may ask for: all that is kept about them, and to be forgotten.
#pragma once

#include "card/api/card_routes.hpp"

namespace ganbo::card {

// `erased` puts the erasure on the list that stands outside the record, before anybody is told that it is done.
std::vector<http::Route> privacy_routes(CardService& service, std::function<Result<void>(PartyId, Timestamp)> erased);

}  // namespace ganbo::card
