#include "platform/base/money.hpp"

#include <gtest/gtest.h>

namespace ganbo {
namespace {

Currency currency(std::string_view code) { return *Currency::parse(code, "currency"); }
Decimal decimal(std::string_view text) { return *parse_decimal(text, "field"); }

TEST(Currency, is_known_by_its_code_in_either_case_with_its_decimals) {
  EXPECT_EQ(currency("vnd").code(), "VND");
  EXPECT_EQ(currency("VND").minor_digits(), 0);
  EXPECT_EQ(currency("JPY").minor_digits(), 0);
  EXPECT_EQ(currency("usd").minor_digits(), 2);
  EXPECT_EQ(currency("KWD").minor_digits(), 3);
  EXPECT_EQ(currency("CLF").minor_digits(), 4);
  EXPECT_EQ(Currency{}, currency("VND"));
  for (const std::string_view code : {"", "US", "USDX", "XXQ", "1 2", "D A", "₫", "ED "}) {
    const auto read = Currency::parse(code, "properties.currency");
    ASSERT_FALSE(read.ok()) << code;
    EXPECT_EQ(read.error().rule, "known");
  }
}

TEST(Money, rounds_half_to_even_to_the_minor_unit) {
  struct Case {
    std::string_view major;
    std::string_view code;
    std::int64_t minor;
    std::string_view text;
  };
  const std::vector<Case> cases{
      {"150000", "VND", 150'000, "150000"},
      {"0.5", "VND", 0, "0"},
      {"1.5", "VND", 2, "2"},
      {"2.5", "VND", 2, "2"},
      {"-1.5", "VND", -2, "-2"},
      {"1234.5", "USD", 123'450, "1234.50"},
      {"0.005", "USD", 0, "0.00"},
      {"0.015", "USD", 2, "0.02"},
      {"-0.05", "USD", -5, "-0.05"},
      {"1.2345", "KWD", 1'234, "1.234"},
      {"0.0001", "CLF", 1, "0.0001"},
      {"9223372036854.775807", "VND", 9'223'372'036'855, "9223372036855"},
  };
  for (const auto& c : cases) {
    const auto money = money_of(decimal(c.major), currency(c.code), "field");
    ASSERT_TRUE(money.ok()) << c.major;
    EXPECT_EQ(money->minor, c.minor) << c.major;
    EXPECT_EQ(format_amount(money->minor, currency(c.code)), c.text);
  }
}

TEST(Money, a_line_is_rounded_once) {
  struct Case {
    std::string_view quantity;
    std::string_view price;
    std::string_view code;
    std::int64_t minor;
  };
  const std::vector<Case> cases{
      {"3", "0.333333", "USD", 100},        // not 3 × 0.33
      {"6", "0.075", "USD", 45},            // not 6 × 0.08
      {"0.5", "0.01", "USD", 0},            // half to even
      {"1.5", "0.01", "USD", 2},            //
      {"2", "150000", "VND", 300'000},      //
      {"-12", "0.85", "GBP", -1'020},       // what goes back
      {"0.123456", "0.123456", "KWD", 15},  // 0.015241…
      {"0", "9223372036854.775807", "USD", 0},
      {"1000000000", "92233720", "VND", 92'233'720'000'000'000},
  };
  for (const auto& c : cases) {
    const auto amount = line_amount(decimal(c.quantity), decimal(c.price), currency(c.code), "field");
    ASSERT_TRUE(amount.ok()) << c.quantity << " × " << c.price;
    EXPECT_EQ(amount->minor, c.minor) << c.quantity << " × " << c.price;
  }
}

TEST(Money, what_does_not_fit_is_an_error_and_never_a_wrong_number) {
  EXPECT_EQ(money_of(decimal("9223372036854.775807"), currency("CLF"), "f")->minor, 92'233'720'368'547'758);
  EXPECT_EQ(line_amount(decimal("9223372036854"), decimal("9223372036854"), currency("CLF"), "f").error().rule,
            "limit");
  EXPECT_EQ(line_amount(decimal("-9223372036854"), decimal("9223372"), currency("VND"), "f").error().rule, "limit");
  EXPECT_EQ(*add_minor(INT64_MAX, -1, "f"), INT64_MAX - 1);
  EXPECT_EQ(add_minor(INT64_MAX, 1, "f").error().rule, "limit");
  EXPECT_EQ(add_minor(INT64_MIN, -1, "f").error().rule, "limit");
  EXPECT_EQ(format_amount(INT64_MIN, currency("USD")), "-92233720368547758.08");
  EXPECT_EQ(format_amount(INT64_MIN, currency("VND")), "-9223372036854775808");
}

}  // namespace
}  // namespace ganbo
