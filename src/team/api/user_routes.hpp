// REST of users and access keys, for owners and for verbs on this machine.
#pragma once

#include <vector>

#include "team/api/team_routes.hpp"

namespace ganbo::team {

std::vector<http::Route> user_routes(TeamService& service);

}  // namespace ganbo::team
