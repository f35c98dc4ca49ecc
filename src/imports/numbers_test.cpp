#include "imports/numbers.hpp"

#include <gtest/gtest.h>

namespace ganbo::imports {
namespace {

DecimalMark mark_of(std::initializer_list<std::string_view> cells, bool whole = false) {
  NumberColumn column;
  for (const auto cell : cells) column.see(cell);
  const auto mark = column.decide("Giá", whole);
  EXPECT_TRUE(mark.ok()) << mark.error().message;
  return mark.ok() ? *mark : DecimalMark::undecided;
}

std::string rule_of(std::initializer_list<std::string_view> cells, bool whole = false) {
  NumberColumn column;
  for (const auto cell : cells) column.see(cell);
  const auto mark = column.decide("Giá", whole);
  return mark.ok() ? "" : mark.error().rule;
}

TEST(NumberColumn, decides_by_values_that_leave_no_doubt) {
  EXPECT_EQ(mark_of({"2.55", "1.500"}), DecimalMark::point);
  EXPECT_EQ(mark_of({"2,5"}), DecimalMark::comma);
  EXPECT_EQ(mark_of({"1.234.567"}), DecimalMark::comma);
  EXPECT_EQ(mark_of({"1,234,567"}), DecimalMark::point);
  EXPECT_EQ(mark_of({"1.234,50 ₫"}), DecimalMark::comma);
  EXPECT_EQ(mark_of({"1,234.50"}), DecimalMark::point);
  EXPECT_EQ(mark_of({"0.125"}), DecimalMark::point);
  EXPECT_EQ(mark_of({"1234.567"}), DecimalMark::point);
  EXPECT_EQ(mark_of({"12", "-3", ""}), DecimalMark::undecided);
}

TEST(NumberColumn, refuses_to_guess_between_decimals_and_thousands) {
  EXPECT_EQ(rule_of({"1.500", "2.000"}), "ambiguous");
  EXPECT_EQ(mark_of({"1.500", "2.000"}, true), DecimalMark::comma) << "a currency without decimals: they are thousands";
  EXPECT_EQ(mark_of({"1,500"}, true), DecimalMark::point);
  EXPECT_EQ(rule_of({"1,500", "2.000"}, true), "ambiguous");
  EXPECT_EQ(rule_of({"2.55", "2,55"}), "contradiction");
}

TEST(ReadNumber, understands_what_people_write) {
  struct Case {
    std::string_view cell;
    DecimalMark mark;
    std::string_view expected;
  };
  for (const auto& c : {Case{"6", DecimalMark::undecided, "6"}, Case{"-11062.06", DecimalMark::point, "-11062.06"},
                        Case{"1.234,5", DecimalMark::comma, "1234.5"}, Case{"150.000 ₫", DecimalMark::comma, "150000"},
                        Case{"150.000đ", DecimalMark::comma, "150000"}, Case{"(12.00)", DecimalMark::point, "-12"},
                        Case{"−3", DecimalMark::undecided, "-3"}, Case{"12 500", DecimalMark::point, "12500"},
                        Case{"$1,234.50", DecimalMark::point, "1234.5"}, Case{"0.001", DecimalMark::point, "0.001"},
                        Case{"1e3", DecimalMark::point, "1000"}, Case{",5", DecimalMark::comma, "0.5"}}) {
    const auto number = read_number(c.cell, c.mark, "Giá");
    ASSERT_TRUE(number.ok()) << c.cell << ": " << number.error().message;
    EXPECT_EQ(format_decimal(*number), c.expected) << c.cell;
  }
}

TEST(ReadNumber, names_the_column_when_it_is_none) {
  for (const std::string_view cell : {"", "abc", "12x", "1.23.45", "1,2,3", "--5", "5-"}) {
    const auto number = read_number(cell, DecimalMark::point, "Đơn giá");
    ASSERT_FALSE(number.ok()) << cell;
    EXPECT_EQ(number.error().field, "Đơn giá");
    EXPECT_EQ(number.error().rule, "number");
  }
}

TEST(ReadAmount, refuses_what_is_marked_as_another_currencys) {
  struct Case {
    std::string_view cell, currency;
    bool good;
  };
  for (const auto& c : {Case{"10.50", "VND", true}, Case{"$10.50", "USD", true}, Case{"$10.50", "SGD", true},
                        Case{"$10.50", "VND", false}, Case{"(5 €)", "USD", false}, Case{"5€", "EUR", true},
                        Case{"12 500 ₫", "VND", true}, Case{"12.500 đồng", "EUR", false}, Case{"-3", "JPY", true},
                        Case{"£1", "USD", false}}) {
    const auto amount = read_amount(c.cell, DecimalMark::point, "Giá", *Currency::parse(c.currency, "currency"));
    EXPECT_EQ(amount.ok(), c.good) << c.cell << " in " << c.currency;
    if (!c.good) {
      EXPECT_EQ(amount.ok() ? "" : amount.error().rule, "currency");
    }
  }
}

}  // namespace
}  // namespace ganbo::imports
