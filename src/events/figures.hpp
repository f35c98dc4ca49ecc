// Figures: the numbers on a card, a fold of the party's events that comes out the same in whatever order they arrive.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/money.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::events {

// Of one currency, in minor units; saturate at ±2^63.
struct Amounts {
  std::int64_t orders = 0;    // completed and not cancelled
  std::int64_t total = 0;     // of those orders, before refunds
  std::int64_t refunded = 0;  // positive; of orders that are not cancelled
  std::int64_t spent() const;
  bool operator==(const Amounts&) const = default;
};
void add_amounts(Amounts& sum, const Amounts& more);

// What was bought in one currency.
struct MoneyFigures {
  Amounts said;  // in that currency
  // Of another currency than the reporting one: what is known of it in the reporting currency, by the rates of the
  // days; and what waits, in its own currency, because a rate is missing.
  Amounts converted = {};
  Amounts waiting = {};
  bool operator==(const MoneyFigures&) const = default;
};

struct Figures {
  std::map<std::string, std::int64_t, std::less<>> events_by_type;
  std::map<std::string, MoneyFigures, std::less<>> by_currency;
  std::optional<Timestamp> first_order_at;  // over orders that count
  std::optional<Timestamp> last_order_at;
  std::optional<Timestamp> first_contact_at;
  std::optional<Timestamp> last_contact_at;

  std::int64_t orders() const;
  std::int64_t touchpoints() const;
  void count_event(std::string_view type, Timestamp occurred_at, bool is_contact);
  std::string to_json() const;
  static Figures from_json(std::string_view json);
  bool operator==(const Figures&) const = default;
};

// Days from the first order to the last one, divided by the orders in between; empty with fewer than three orders, or
// within a day. Rounded.
std::optional<std::int64_t> usual_interval_days(const Figures& figures);

// The figures of two parties together: sums, the first and the last of both.
void add_figures(Figures& sum, const Figures& more);

// The currency a card speaks in: the reporting one, unless nothing that was bought is known in it; then the one with
// most orders.
Currency card_currency(const Figures& figures, Currency reporting_currency);
// What was bought, as far as it is known in the currency that the card speaks in.
Amounts card_amounts(const Figures& figures, Currency reporting_currency);

}  // namespace ganbo::events
