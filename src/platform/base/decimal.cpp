#include "platform/base/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "platform/base/fold.hpp"
#include "platform/base/wide.hpp"

namespace ganbo {
Result<Decimal> parse_decimal(std::string_view text, std::string_view field) {
  const auto refuse = [&](std::string_view rule, std::string_view why) -> Error {
    return invalid(std::string(field), std::string(rule),
                   fmt::format("{} is not a number ganbo can hold: {}.", first_bytes(text, 40), why));
  };
  std::size_t pos = 0;
  const bool negative = pos < text.size() && text[pos] == '-';
  if (pos < text.size() && (text[pos] == '-' || text[pos] == '+')) ++pos;
  Wide digits = 0;
  int count = 0;
  int decimals = 0;
  bool seen_point = false;
  bool seen_digit = false;
  for (; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c == '.' && !seen_point) {
      seen_point = true;
    } else if (c >= '0' && c <= '9') {
      seen_digit = true;
      if (seen_point && decimals >= 18) continue;  // far below a millionth
      if (digits != 0 || c != '0') ++count;
      if (count > 28) return refuse("limit", "it has too many digits");
      digits = digits * 10 + (c - '0');
      if (seen_point) ++decimals;
    } else {
      break;
    }
  }
  if (!seen_digit) return refuse("format", "write digits with a decimal point, such as 12.50");
  int exponent = 0;
  if (pos < text.size() && (text[pos] == 'e' || text[pos] == 'E')) {
    ++pos;
    const bool down = pos < text.size() && text[pos] == '-';
    if (pos < text.size() && (text[pos] == '-' || text[pos] == '+')) ++pos;
    if (pos == text.size()) return refuse("format", "its exponent is empty");
    for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos) {
      exponent = exponent * 10 + (text[pos] - '0');
      if (exponent > 40) return refuse("limit", "its exponent is too large");
    }
    if (down) exponent = -exponent;
  }
  if (pos != text.size()) return refuse("format", "write digits with a decimal point, such as 12.50");
  const int shift = exponent - decimals + 6;
  Wide millionths = 0;
  if (digits != 0 && shift >= 0) {
    if (shift + count > 19) return refuse("limit", "it is too large");
    millionths = digits * ten_to(shift);
  } else if (digits != 0 && shift >= -30) {
    millionths = divide_half_even(digits, ten_to(-shift));
  }
  if (millionths > INT64_MAX) return refuse("limit", "it is too large");
  return Decimal{static_cast<std::int64_t>(negative ? -millionths : millionths)};
}

Decimal decimal_of_real(double value) {
  constexpr double most = 9.2e12;
  return {std::llround(std::clamp(value, -most, most) * static_cast<double>(Decimal::scale))};
}

std::string format_decimal(Decimal value) {
  const std::int64_t whole = value.millionths / Decimal::scale;
  std::int64_t rest = value.millionths % Decimal::scale;
  std::string text = value.millionths < 0 && whole == 0 ? "-0" : std::to_string(whole);
  if (rest != 0) {
    std::string decimals = fmt::format("{:06}", rest < 0 ? -rest : rest);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    text += '.' + decimals;
  }
  return text;
}

}  // namespace ganbo
