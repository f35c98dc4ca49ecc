// The directory and the settings in the record.
#pragma once

#include <functional>
#include <memory>

#include "team/team_part.hpp"

namespace ganbo::team {

Result<Directory> load_directory(store::Connection& connection);
// `settings_changed` is called after a commit that changed settings, on the writer's thread.
std::unique_ptr<TeamPart> make_stored_team(LiveDirectory& live, const Clock& clock,
                                           std::function<void()> settings_changed);

}  // namespace ganbo::team
