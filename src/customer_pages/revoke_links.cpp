#include "customer_pages/revoke_links.hpp"

#include "customer_pages/customer_pages_part.hpp"
#include "parties/parties_part.hpp"

namespace ganbo::customer_pages {

void RevokeLinks::want(engine::Workspace& workspace) const { workspace.part<parties::PartiesPart>().want(party); }

// Of the card as it stands: a link that names one that merged into it is asked for both (store/stored_pages.cpp).
engine::Outcome RevokeLinks::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<parties::PartiesPart>();
  const auto* found = parties.stands_for(party);
  if (found == nullptr) return engine::Outcome::refused(failure(ErrorCode::not_found, "There is no such party."));
  workspace.part<CustomerPagesPart>().put({found->id, context.now(), user});
  return engine::Outcome::applied(found->id.value, found->id.value);
}

}  // namespace ganbo::customer_pages
