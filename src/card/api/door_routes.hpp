// REST for who stands at the door, or delivers: the least that somebody must know to greet who comes.
//   GET  /v1/door/search?q=   by a name, or by a whole phone number: name, form of address, whom they visit, one
//   caution POST /v1/door/arrivals    that they are here: an arrival on their card
// Nothing else of a card is in an answer: no number, no history, no figure. The caution is what the business wrote down
// for the door (the field `caution`, where its readers are everybody or the door), else that a complaint is open. Whom
// they visit is who of us met them last; the door itself meets nobody.
#pragma once

#include <vector>

#include "card/api/card_routes.hpp"

namespace ganbo::card {

std::vector<http::Route> door_routes(CardService& service);

}  // namespace ganbo::card
