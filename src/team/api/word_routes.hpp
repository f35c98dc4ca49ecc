// REST of the words of the business: roles of parties and kinds of key dates, those that every business has and those
// that this one added, and how many days before somebody is reminded of each kind.
#pragma once

#include <vector>

#include "team/api/team_routes.hpp"

namespace ganbo::team {

std::vector<http::Route> word_routes(TeamService& service);

}  // namespace ganbo::team
