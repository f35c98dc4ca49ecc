#include "linkage/file_duplicates.hpp"

#include "parties/parties_part.hpp"

namespace ganbo::linkage {

void FileDuplicates::want(engine::Workspace& workspace) const {
  for (const auto& duplicate : duplicates) {
    workspace.part<parties::PartiesPart>().want(duplicate.party);
    workspace.part<parties::PartiesPart>().want(duplicate.other);
  }
  for (const auto& household : households) {
    workspace.part<parties::PartiesPart>().want(household.party);
    workspace.part<parties::PartiesPart>().want(household.other);
  }
}

engine::Outcome FileDuplicates::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& linkage = workspace.part<LinkagePart>();
  auto& parties = workspace.part<parties::PartiesPart>();
  const auto stands = [&](PartyId id) {
    const parties::Party* party = parties.at(id);
    return party != nullptr && !party->merged_into && party->erased_at.micros == 0;
  };
  for (auto duplicate : duplicates) {
    if (duplicate.odds > 0 && (!stands(duplicate.party) || !stands(duplicate.other))) continue;
    duplicate.filed_at = context.now();
    linkage.suggest(std::move(duplicate));
  }
  for (auto household : households) {
    if (household.odds > 0 && (!stands(household.party) || !stands(household.other))) continue;
    household.filed_at = context.now();
    linkage.suggest(std::move(household));
  }
  for (const auto& [party, version] : compared)
    if (version != 0) linkage.compared(party, version);
  return engine::Outcome::applied(0);
}

}  // namespace ganbo::linkage
