// Decimal: an exact number with up to 6 decimals, for quantities and unit prices. Nothing about money passes through
// binary fractions.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo {

struct Decimal {
  static constexpr std::int64_t scale = 1'000'000;
  std::int64_t millionths = 0;

  auto operator<=>(const Decimal&) const = default;
  double as_double() const { return static_cast<double>(millionths) / static_cast<double>(scale); }
  Decimal operator-() const { return {-millionths}; }
};

// `-12.5`, `1e3` (as JSON numbers may be written). More than 6 decimals are rounded half to even; beyond ±9.2e12 is an
// error.
Result<Decimal> parse_decimal(std::string_view text, std::string_view field);
// The nearest one; ±9.2e12 at the most.
Decimal decimal_of_real(double value);
// Shortest form without exponent: `12.5`, `3`.
std::string format_decimal(Decimal value);

}  // namespace ganbo
