#include "platform/base/exchange_rates.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace ganbo {
namespace {

Currency currency(std::string_view code) { return Currency::parse(code, "currency").value(); }

TEST(Rate, is_read_and_written_with_up_to_twelve_decimals) {
  struct Case {
    std::string_view text;
    std::string_view again;
  };
  for (const auto& [text, again] : {Case{"25400", "25400"}, Case{"25400.50", "25400.5"}, Case{"0.0000394", "0.0000394"},
                                    Case{"0.000000000001", "0.000000000001"}, Case{"9000000", "9000000"}}) {
    const auto rate = parse_rate(text, "rate");
    ASSERT_TRUE(rate.ok()) << text;
    EXPECT_EQ(format_rate(*rate), again);
  }
}

TEST(Rate, refuses_what_is_no_rate) {
  struct Case {
    std::string_view text;
    std::string_view rule;
  };
  for (const auto& [text, rule] :
       {Case{"", "type"}, Case{"-1", "type"}, Case{"1,5", "type"}, Case{"1.", "type"}, Case{".5", "type"},
        Case{"1e3", "type"}, Case{"0.0000000000001", "type"}, Case{"0", "range"}, Case{"0.000", "range"},
        Case{"9000000.1", "range"}, Case{"99999999999999999999999999", "range"}}) {
    const auto rate = parse_rate(text, "rate");
    ASSERT_FALSE(rate.ok()) << text;
    EXPECT_EQ(rate.error().rule, rule) << text;
    EXPECT_EQ(rate.error().field, "rate");
  }
}

TEST(Rate, converts_between_currencies_of_any_decimals_rounding_once_half_to_even) {
  struct Case {
    std::int64_t minor;
    std::string_view from;
    std::string_view rate;
    std::string_view to;
    std::int64_t converted;
  };
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (const auto& c : {
           Case{12'50, "USD", "25400", "VND", 317'500},      // 12.50 USD
           Case{1, "USD", "25450", "VND", 254},              // 254.5 is halfway: the even one
           Case{3, "USD", "25450", "VND", 764},              // 763.5 likewise
           Case{-3, "USD", "25450", "VND", -764},            // a refund mirrors it
           Case{317'500, "VND", "0.0000394", "USD", 12'51},  // 12.5095
           Case{1'500, "KWD", "82800.5", "VND", 124'201},    // three decimals: 1.5 KWD
           Case{100, "VND", "0.000012077", "KWD", 1},        // 0.0012077
           Case{most, "VND", "9000000", "VND", most},        // saturates
           Case{-most, "USD", "9000000", "VND", -most - 1},
           Case{42, "VND", "1", "VND", 42},
       })
    EXPECT_EQ(converted_minor(c.minor, currency(c.from), parse_rate(c.rate, "rate").value(), currency(c.to)),
              c.converted)
        << c.minor << ' ' << c.from << " at " << c.rate;
}

TEST(ExchangeRates, the_latest_day_not_after_the_one_asked_for_counts) {
  ExchangeRates rates;
  rates.set(currency("USD"), Day{100}, Rate{1});
  rates.set(currency("USD"), Day{200}, Rate{2});
  EXPECT_EQ(rates.on(currency("USD"), Day{99}), std::nullopt);
  EXPECT_EQ(rates.on(currency("USD"), Day{100}), Rate{1});
  EXPECT_EQ(rates.on(currency("USD"), Day{199}), Rate{1});
  EXPECT_EQ(rates.on(currency("USD"), Day{200}), Rate{2});
  EXPECT_EQ(rates.on(currency("USD"), Day{9000}), Rate{2});
  EXPECT_EQ(rates.on(currency("EUR"), Day{150}), std::nullopt);
}

}  // namespace
}  // namespace ganbo
