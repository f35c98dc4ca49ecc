#include "events/set_rates.hpp"

#include <fmt/format.h>

#include <map>

#include "events/revalue_events.hpp"

namespace ganbo::events {

engine::Outcome SetRates::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& events = workspace.part<EventsPart>();
  const Currency reporting = events.business().currency;
  for (const auto& said : rates)
    if (said.currency == reporting)
      return engine::Outcome::refused(invalid(
          "currency", "different",
          fmt::format("{} is the reporting currency: it is worth itself. Name another one.", reporting.code())));
  std::map<Currency, Day> first;
  for (const auto& said : rates) {
    events.set_rate({said.currency, said.from, said.rate, context.now(), user, source});
    const auto [known, is_new] = first.emplace(said.currency, said.from);
    if (!is_new) known->second = std::min(known->second, said.from);
  }
  for (const auto& [currency, from] : first)
    workspace.leave_pending(RevalueEvents::from_the_first(currency, from, context.now()));
  return engine::Outcome::applied(0);
}

}  // namespace ganbo::events
