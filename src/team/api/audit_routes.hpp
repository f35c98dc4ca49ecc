// GET /v1/audit: who saw, changed and exported what (team/audit.hpp), newest first. Admin.
#pragma once

#include <vector>

#include "team/api/team_routes.hpp"

namespace ganbo::team {

std::vector<http::Route> audit_routes(TeamService& service);

}  // namespace ganbo::team
