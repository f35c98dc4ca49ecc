#include "card/bought.hpp"

#include <gtest/gtest.h>

namespace ganbo::card {
namespace {

const Currency vnd;
const Currency usd = Currency::trusted("USD");

BoughtLine line(std::string product, std::int64_t pieces, std::int64_t amount) {
  return {.product_id = std::move(product),
          .quantity = {pieces * Decimal::scale},
          .amount_minor = amount,
          .currency = vnd,
          .category = {},
          .cost_minor = {},
          .reporting_minor = amount};
}

std::map<std::string, catalog::Product> catalog_of_two() {
  catalog::Product beans{.product_id = "beans", .name = {}, .category = "Coffee", .description = {}};
  beans.cost = Money{60, vnd};
  catalog::Product cup{.product_id = "cup", .name = {}, .category = "Ware", .description = {}};
  return {{"beans", beans}, {"cup", cup}};
}

TEST(Bought, the_margin_is_over_what_has_a_cost_and_says_how_much_that_is) {
  const auto sum =
      bought({line("beans", 2, 200), line("cup", 1, 50), line("unknown", 1, 50)}, catalog_of_two(), vnd, vnd);
  EXPECT_EQ(sum.margin_minor, 200 - 120);
  EXPECT_DOUBLE_EQ(sum.margin_covers, 200.0 / 300.0);
  ASSERT_EQ(sum.categories.size(), 3U);
  EXPECT_EQ(sum.categories[0].category, "Coffee");
  EXPECT_DOUBLE_EQ(sum.categories[0].share, 200.0 / 300.0);
  EXPECT_EQ(sum.categories[1].category, "Ware");
  EXPECT_EQ(sum.categories[2].category, "") << "what has no category stands last";
}

TEST(Bought, what_the_order_says_counts_before_the_catalog) {
  auto sold = line("beans", 2, 200);
  sold.cost_minor = 150;
  sold.category = "Gifts";
  const auto sum = bought({sold}, catalog_of_two(), vnd, vnd);
  EXPECT_EQ(sum.margin_minor, 50);
  EXPECT_EQ(sum.categories.front().category, "Gifts");
}

TEST(Bought, a_refund_takes_margin_and_share_back) {
  const auto sum =
      bought({line("beans", 2, 200), line("beans", -1, -100), line("cup", 1, 100)}, catalog_of_two(), vnd, vnd);
  EXPECT_EQ(sum.margin_minor, 100 - 60);
  EXPECT_DOUBLE_EQ(sum.categories.front().share, 0.5);
  const auto nothing = bought({line("beans", 1, 100), line("beans", -1, -100)}, catalog_of_two(), vnd, vnd);
  EXPECT_EQ(nothing.margin_minor, 0);
  EXPECT_EQ(nothing.margin_covers, 0);
  EXPECT_EQ(nothing.categories.front().share, 0);
}

TEST(Bought, a_foreign_line_counts_at_its_rate_and_its_cost_at_the_same) {
  BoughtLine sold = line("beans", 2, 10'00);
  sold.currency = usd;
  sold.cost_minor = 4'00;
  sold.reporting_minor = 254'000;
  EXPECT_EQ(bought({sold}, {}, vnd, vnd).margin_minor, 254'000 - 101'600);
  EXPECT_EQ(bought({sold}, {}, usd, vnd).margin_minor, 6'00) << "a card that speaks in dollars";
  sold.reporting_minor.reset();
  EXPECT_EQ(bought({sold}, {}, vnd, vnd).margin_minor, std::nullopt) << "it waits for a rate";
  sold.cost_minor.reset();
  EXPECT_EQ(bought({sold}, catalog_of_two(), usd, vnd).margin_minor, std::nullopt)
      << "a cost in đồng is none of a line in dollars";
}

TEST(Bought, sums_stay_within_their_bounds) {
  auto dear = line("beans", 1, INT64_MAX - 5);
  dear.cost_minor = INT64_MIN;
  EXPECT_EQ(bought({dear, dear}, {}, vnd, vnd).margin_minor, INT64_MAX);
}

}  // namespace
}  // namespace ganbo::card
