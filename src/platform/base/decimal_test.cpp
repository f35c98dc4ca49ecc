#include "platform/base/decimal.hpp"

#include <gtest/gtest.h>

namespace ganbo {
namespace {

TEST(Decimal, reads_and_writes_exactly) {
  struct Case {
    std::string_view text;
    std::int64_t millionths;
    std::string_view shortest;
  };
  const std::vector<Case> cases{
      {"0", 0, "0"},
      {"-0", 0, "0"},
      {"3", 3'000'000, "3"},
      {"+3", 3'000'000, "3"},
      {"12.50", 12'500'000, "12.5"},
      {"-12.5", -12'500'000, "-12.5"},
      {"-0.5", -500'000, "-0.5"},
      {".5", 500'000, "0.5"},
      {"5.", 5'000'000, "5"},
      {"000012", 12'000'000, "12"},
      {"0.000001", 1, "0.000001"},
      {"1e3", 1'000'000'000, "1000"},
      {"1E-3", 1'000, "0.001"},
      {"1.5e+2", 150'000'000, "150"},
      {"0e39", 0, "0"},
      {"1e-40", 0, "0"},
      {"9223372036854.775807", INT64_MAX, "9223372036854.775807"},
      {"-9223372036854.775807", -INT64_MAX, "-9223372036854.775807"},
      // Half to even at the sixth decimal.
      {"0.0000005", 0, "0"},
      {"0.0000015", 2, "0.000002"},
      {"0.0000025", 2, "0.000002"},
      {"-0.0000015", -2, "-0.000002"},
      {"0.00000050000001", 1, "0.000001"},
      {"0.1234564999999999999999", 123'456, "0.123456"},
      // Beyond the 18 decimals that are looked at: nothing is gained or lost.
      {"1.000000000000000000000000000000000000001", 1'000'000, "1"},
  };
  for (const auto& c : cases) {
    const auto read = parse_decimal(c.text, "field");
    ASSERT_TRUE(read.ok()) << c.text << ": " << read.error().message;
    EXPECT_EQ(read->millionths, c.millionths) << c.text;
    EXPECT_EQ(format_decimal(*read), c.shortest) << c.text;
    EXPECT_EQ(parse_decimal(format_decimal(*read), "field")->millionths, c.millionths) << c.text;
  }
}

TEST(Decimal, refuses_what_is_no_number_or_too_large) {
  struct Case {
    std::string_view text;
    std::string_view rule;
  };
  const std::vector<Case> cases{
      {"", "format"},
      {"-", "format"},
      {".", "format"},
      {"12,50", "format"},
      {"1.2.3", "format"},
      {"12 ", "format"},
      {" 12", "format"},
      {"0x1", "format"},
      {"NaN", "format"},
      {"1e", "format"},
      {"1e+", "format"},
      {"1e5x", "format"},
      {"--1", "format"},
      {"1e41", "limit"},
      {"9223372036854.775808", "limit"},
      {"1e13", "limit"},
      {"12345678901234567890123456789", "limit"},
      {"1e40", "limit"},
  };
  for (const auto& c : cases) {
    const auto read = parse_decimal(c.text, "properties.price");
    ASSERT_FALSE(read.ok()) << c.text;
    EXPECT_EQ(read.error().rule, c.rule) << c.text;
    EXPECT_EQ(read.error().field, "properties.price");
  }
}

}  // namespace
}  // namespace ganbo
