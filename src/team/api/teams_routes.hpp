// REST of teams: who works together, and who leads them.
#pragma once

#include <vector>

#include "team/api/team_routes.hpp"

namespace ganbo::team {

std::vector<http::Route> teams_routes(TeamService& service);

}  // namespace ganbo::team
