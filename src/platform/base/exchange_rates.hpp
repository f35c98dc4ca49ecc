// Exchange rates: what one unit of a currency is worth in the business's reporting currency, from a day on.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/money.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo {

// Reporting units for one unit of a currency, both major: 25,400 (VND for a USD), 0.0000394 (USD for a VND).
struct Rate {
  static constexpr int decimals = 12;
  std::int64_t trillionths = 0;  // more than 0
  auto operator<=>(const Rate&) const = default;
};
inline constexpr Rate rate_of_one{1'000'000'000'000};

// A decimal number, more than 0 and at most 9,000,000, with up to 12 decimals. `field` names the field in the error;
// rules "type", "range".
Result<Rate> parse_rate(std::string_view text, std::string_view field);
// Without exponent and without zeros at the end.
std::string format_rate(Rate rate);

// The amount in minor units of `to`, rounded once, half to even; saturates at ±2^63.
std::int64_t converted_minor(std::int64_t minor, Currency from, Rate rate, Currency to);

class ExchangeRates {
 public:
  // In force on a day: the one of the latest day not after it. Empty: it is missing.
  std::optional<Rate> on(Currency currency, Day day) const;
  void set(Currency currency, Day from, Rate rate) { by_currency_[currency][from] = rate; }
  void take_back(Currency currency, Day from);
  const std::map<Currency, std::map<Day, Rate>>& by_currency() const { return by_currency_; }
  std::size_t size() const;

 private:
  std::map<Currency, std::map<Day, Rate>> by_currency_;
};

}  // namespace ganbo
