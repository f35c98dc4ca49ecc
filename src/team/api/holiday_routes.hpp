// REST of the business calendar: which days are off in a year, and the days of which the business said so itself.
#pragma once

#include <vector>

#include "team/api/team_routes.hpp"

namespace ganbo::team {

std::vector<http::Route> holiday_routes(TeamService& service);

// The settings in which the days of the business are kept: `holiday.2026-12-24`.
inline constexpr std::string_view own_day_setting = "holiday.";

}  // namespace ganbo::team
