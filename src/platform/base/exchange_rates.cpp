#include "platform/base/exchange_rates.hpp"

#include <fmt/format.h>

#include <limits>

#include "platform/base/wide.hpp"

namespace ganbo {
namespace {

constexpr std::int64_t whole_max = 9'000'000;

Error not_a_number(std::string_view field) {
  return invalid(std::string(field), "type", "A rate is a decimal number with up to 12 decimals, such as 25400.5.");
}

}  // namespace

Result<Rate> parse_rate(std::string_view text, std::string_view field) {
  const auto point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
  if (whole.empty() || (point < text.size() && fraction.empty()) || fraction.size() > Rate::decimals)
    return not_a_number(field);
  std::int64_t value = 0;
  for (const char digit : whole) {
    if (digit < '0' || digit > '9') return not_a_number(field);
    value = value * 10 + (digit - '0');
    if (value > whole_max) break;
  }
  std::int64_t part = 0;
  for (std::size_t i = 0; i < Rate::decimals; ++i) {
    const char digit = i < fraction.size() ? fraction[i] : '0';
    if (digit < '0' || digit > '9') return not_a_number(field);
    part = part * 10 + (digit - '0');
  }
  if (value > whole_max || (value == whole_max && part > 0) || (value == 0 && part == 0))
    return invalid(std::string(field), "range",
                   fmt::format("A rate is more than 0 and at most {}: reporting units for one unit.", whole_max));
  return Rate{value * rate_of_one.trillionths + part};
}

std::string format_rate(Rate rate) {
  std::string text =
      fmt::format("{}.{:012}", rate.trillionths / rate_of_one.trillionths, rate.trillionths % rate_of_one.trillionths);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::int64_t converted_minor(std::int64_t minor, Currency from, Rate rate, Currency to) {
  // minor · 10^-from · rate · 10^to; minor and rate are below 2^63 each, so the product fits.
  const Wide product = Wide{minor} * rate.trillionths;
  const int power = to.minor_digits() - from.minor_digits() - Rate::decimals;
  static_assert(Rate::decimals > 4, "the power stays negative: minor units have at most four decimals");
  const Wide rounded = divide_half_even(product, ten_to(-power));
  if (rounded > std::numeric_limits<std::int64_t>::max()) return std::numeric_limits<std::int64_t>::max();
  if (rounded < std::numeric_limits<std::int64_t>::min()) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(rounded);
}

void ExchangeRates::take_back(Currency currency, Day from) {
  const auto of_currency = by_currency_.find(currency);
  if (of_currency == by_currency_.end()) return;
  of_currency->second.erase(from);
  if (of_currency->second.empty()) by_currency_.erase(of_currency);
}

std::size_t ExchangeRates::size() const {
  std::size_t count = 0;
  for (const auto& [currency, rates] : by_currency_) count += rates.size();
  return count;
}

std::optional<Rate> ExchangeRates::on(Currency currency, Day day) const {
  const auto of_currency = by_currency_.find(currency);
  if (of_currency == by_currency_.end()) return std::nullopt;
  const auto after = of_currency->second.upper_bound(day);
  return after == of_currency->second.begin() ? std::nullopt : std::optional(std::prev(after)->second);
}

}  // namespace ganbo
