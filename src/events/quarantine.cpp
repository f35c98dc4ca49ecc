#include "events/quarantine.hpp"

namespace ganbo::events {

engine::Outcome NameField::apply(engine::Workspace& workspace, engine::Context& context) const {
  workspace.part<EventsPart>().name_field({field, serves, context.now()});
  return engine::Outcome::applied(0);
}

engine::Outcome ExpireQuarantine::apply(engine::Workspace& workspace, engine::Context& context) const {
  workspace.part<EventsPart>().expire_quarantine(context.now());
  return engine::Outcome::applied(0);
}

std::string trait_of_field(std::string_view field) {
  constexpr std::string_view of_identify = "identify.";
  return std::string(field.starts_with(of_identify) ? field.substr(of_identify.size()) : field);
}

}  // namespace ganbo::events
