#include "linkage/keep_households_apart.hpp"

#include "parties/parties_part.hpp"

namespace ganbo::linkage {

void KeepHouseholdsApart::want(engine::Workspace& workspace) const {
  workspace.part<parties::PartiesPart>().want(party);
  workspace.part<parties::PartiesPart>().want(other);
}

engine::Outcome KeepHouseholdsApart::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<parties::PartiesPart>();
  if (parties.at(party) == nullptr)
    return engine::Outcome::refused(failure(ErrorCode::not_found, "There is no such party."));
  if (parties.at(other) == nullptr)
    return engine::Outcome::refused(invalid("other", "known", "There is no such party."));
  workspace.part<LinkagePart>().keep_households_apart(party, other, context.now());
  return engine::Outcome::applied(party.value, party.value);
}

}  // namespace ganbo::linkage
