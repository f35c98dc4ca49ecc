#include "events/reporting.hpp"

namespace ganbo::events {

Reporting reporting_of(const std::optional<Money>& amount, Day day, Currency reporting, const ExchangeRates& rates) {
  if (!amount) return {};
  if (amount->currency == reporting) return {.foreign = {}, .rate = {}, .minor = amount->minor};
  Reporting said{.foreign = amount->currency, .rate = rates.on(amount->currency, day), .minor = {}};
  if (said.rate) said.minor = converted_minor(amount->minor, amount->currency, *said.rate, reporting);
  return said;
}

}  // namespace ganbo::events
