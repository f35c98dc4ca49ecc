// What an event's amount is in the reporting currency, the business's own.
//
// The rate of the event's day is stored with the event, and so is what the amount came to: a rate that is set later for
// a later day changes nothing that was. A missing rate refuses nothing: the event counts, and its amount waits for a
// rate. A rate dated back, or a day that moves with the time zone, is a correction: the events that it concerns are
// valued anew (revalue_events.hpp), and their cards folded again.
#pragma once

#include <optional>

#include "platform/base/exchange_rates.hpp"

namespace ganbo::events {

struct Reporting {
  std::optional<Currency> foreign;    // the amount's, where it is not the reporting currency
  std::optional<Rate> rate;           // of `foreign`; empty: it is missing
  std::optional<std::int64_t> minor;  // in the reporting currency; empty: there is no amount, or it waits

  // By which the event's amounts are multiplied; empty: they wait.
  std::optional<Rate> factor() const { return foreign ? rate : std::optional(rate_of_one); }
  bool operator==(const Reporting&) const = default;
};

// `amount`: what the event states; `day`: its local day.
Reporting reporting_of(const std::optional<Money>& amount, Day day, Currency reporting, const ExchangeRates& rates);

}  // namespace ganbo::events
