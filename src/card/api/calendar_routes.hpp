// REST of cards that are taken out: one as vCard, its key dates and reminders as iCalendar, and the calendar that a
// user's secret link shows.
#pragma once

#include <vector>

#include "card/api/card_routes.hpp"

namespace ganbo::card {

std::vector<http::Route> calendar_routes(CardService& service);

}  // namespace ganbo::card
