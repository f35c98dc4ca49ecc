// Money: whole minor units (đồng, cents) and an ISO 4217 currency. Sums check for overflow; nothing is rounded twice.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/decimal.hpp"
#include "platform/base/result.hpp"

namespace ganbo {

class Currency {
 public:
  constexpr Currency() = default;
  // Three letters of ISO 4217, upper or lower case. Unknown codes are refused.
  static Result<Currency> parse(std::string_view code, std::string_view field);
  // For codes that were checked before they were stored. Unchecked.
  static Currency trusted(std::string_view code);

  std::string_view code() const { return {code_.data(), code_.size()}; }
  // Decimals of the minor unit: 0 for VND, 2 for USD, 3 for KWD.
  int minor_digits() const { return minor_digits_; }
  bool operator==(const Currency& other) const { return code_ == other.code_; }
  auto operator<=>(const Currency& other) const { return code_ <=> other.code_; }

 private:
  std::array<char, 3> code_{'V', 'N', 'D'};
  int minor_digits_ = 0;
};

struct Money {
  std::int64_t minor = 0;
  Currency currency;
  bool operator==(const Money&) const = default;
};

// The amount of a decimal number of major units, rounded half to even to the minor unit.
Result<Money> money_of(Decimal major, Currency currency, std::string_view field);
// quantity × unit price, rounded once, half to even.
Result<Money> line_amount(Decimal quantity, Decimal unit_price, Currency currency, std::string_view field);
// Sums that do not fit 64 bits are an error ("limit"), never a wrong number.
Result<std::int64_t> add_minor(std::int64_t a, std::int64_t b, std::string_view field);

// Decimal string in major units: "1234.50", "150000".
std::string format_amount(std::int64_t minor, Currency currency);

}  // namespace ganbo
