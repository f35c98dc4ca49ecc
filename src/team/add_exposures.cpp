#include "team/add_exposures.hpp"

#include "platform/base/json_writer.hpp"
#include "platform/engine/workspace.hpp"
#include "team/team_part.hpp"

namespace ganbo::team {

engine::Outcome AddExposures::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& team = workspace.part<TeamPart>();
  std::string detail;
  JsonWriter json(detail);
  json.begin_object().key("ids").begin_array();
  std::int64_t first = 0;
  for (Exposure exposure : exposures_) {
    exposure.id = context.next_id<ExposureId>();
    exposure.acted_at = context.now();
    exposure.local_day = business_.now()->zone.local_day(context.now());
    if (first == 0) first = exposure.id.value;
    json.text(exposure.id.text());
    team.put(std::move(exposure));
  }
  json.end_array().end_object();
  const std::int64_t party = exposures_.size() == 1 ? exposures_.front().party.value : 0;
  return engine::Outcome::applied(first, party, std::move(detail));
}

}  // namespace ganbo::team
