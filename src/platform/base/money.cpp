#include "platform/base/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "platform/base/fold.hpp"
#include "platform/base/wide.hpp"

namespace ganbo {
namespace {

// ISO 4217 active codes by the number of decimals of the minor unit (list of 2024; ISO 4217 table A.1).
constexpr std::string_view no_decimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view three_decimals = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view four_decimals = "CLF UYW";
constexpr std::string_view two_decimals =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC "
    "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD "
    "KES KGS KHR KPW KYD "
    "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB "
    "PEN PGK PHP PKR PLN "
    "QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH "
    "USD USN UYU UZS VED "
    "VES WST XCD YER ZAR ZMW ZWL";

int minor_digits_of(std::string_view code) {
  const auto in = [&](std::string_view list) {
    const auto place = list.find(code);
    return place != std::string_view::npos && place % 4 == 0;
  };
  if (in(no_decimals)) return 0;
  if (in(two_decimals)) return 2;
  if (in(three_decimals)) return 3;
  if (in(four_decimals)) return 4;
  return -1;
}

Result<Money> rounded(Wide value, Wide divisor, Currency currency, std::string_view field) {
  const Wide minor = divide_half_even(value, divisor);
  if (minor > INT64_MAX || minor < INT64_MIN) return invalid(std::string(field), "limit", "The amount is too large.");
  return Money{static_cast<std::int64_t>(minor), currency};
}

}  // namespace

Result<Currency> Currency::parse(std::string_view code, std::string_view field) {
  if (code.size() == 3) {
    Currency currency = trusted(code);
    if (currency.minor_digits_ >= 0) return currency;
  }
  return invalid(
      std::string(field), "known",
      fmt::format("{} is not a currency: use a code of ISO 4217 such as VND, USD or EUR.", first_bytes(code, 20)));
}

Currency Currency::trusted(std::string_view code) {
  Currency currency;
  std::transform(code.begin(), code.begin() + std::min<std::ptrdiff_t>(3, std::ssize(code)), currency.code_.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (currency.code_ != std::array<char, 3>{'V', 'N', 'D'}) currency.minor_digits_ = minor_digits_of(currency.code());
  return currency;
}

Result<Money> money_of(Decimal major, Currency currency, std::string_view field) {
  return rounded(Wide{major.millionths} * ten_to(currency.minor_digits()), Decimal::scale, currency, field);
}

Result<Money> line_amount(Decimal quantity, Decimal unit_price, Currency currency, std::string_view field) {
  const Wide product = Wide{quantity.millionths} * unit_price.millionths;  // ≤ 2^126
  const int digits = 12 - currency.minor_digits();
  return rounded(product, ten_to(digits), currency, field);
}

Result<std::int64_t> add_minor(std::int64_t a, std::int64_t b, std::string_view field) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum))
    return invalid(std::string(field), "limit", "The sum of the amounts is too large.");
  return sum;
}

std::string format_amount(std::int64_t minor, Currency currency) {
  const int digits = currency.minor_digits();
  if (digits <= 0) return std::to_string(minor);
  const bool negative = minor < 0;
  std::string text =
      std::to_string(negative ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor));
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  text.insert(text.size() - places, 1, '.');
  return negative ? '-' + text : text;
}

}  // namespace ganbo
