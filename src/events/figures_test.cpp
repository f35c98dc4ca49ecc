#include "events/figures.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace ganbo::events {
namespace {

TEST(Figures, survive_the_record_whole) {
  Figures figures;
  EXPECT_EQ(Figures::from_json(figures.to_json()), figures);
  EXPECT_EQ(Figures::from_json(""), figures);
  figures.count_event("call", {-5}, true);
  figures.count_event("note", {90}, false);
  figures.count_event("call", {70}, true);
  figures.by_currency["VND"].said = {3, INT64_MAX, 7};
  figures.by_currency["USD"].said = {0, INT64_MIN, 0};
  figures.first_order_at = Timestamp{0};
  figures.last_order_at = Timestamp{INT64_MAX};
  EXPECT_EQ(Figures::from_json(figures.to_json()), figures) << figures.to_json();
}

TEST(Figures, contacts_have_a_first_and_a_last_and_notes_are_none) {
  Figures figures;
  figures.count_event("note", {1}, false);
  EXPECT_FALSE(figures.first_contact_at);
  figures.count_event("visit", {50}, true);
  figures.count_event("call", {20}, true);
  figures.count_event("identify", {90}, false);
  EXPECT_EQ(figures.first_contact_at, Timestamp{20});
  EXPECT_EQ(figures.last_contact_at, Timestamp{50});
  EXPECT_EQ(figures.touchpoints(), 4);
}

TEST(Figures, a_card_speaks_the_business_s_currency_where_it_can) {
  const Currency vnd = *Currency::parse("VND", "currency");
  Figures figures;
  EXPECT_EQ(card_currency(figures, vnd).code(), "VND");  // no orders
  figures.by_currency["EUR"].said = {1, 100, 0};
  figures.by_currency["USD"].said = {4, 100, 0};
  EXPECT_EQ(card_currency(figures, vnd).code(), "USD");  // none in it: the one with most orders
  figures.by_currency["VND"].said = {1, 1, 0};
  EXPECT_EQ(card_currency(figures, vnd).code(), "VND");
}

Figures orders_between(std::int64_t orders, std::int64_t first_day, std::int64_t last_day) {
  Figures figures;
  figures.by_currency["VND"].said.orders = orders;
  figures.first_order_at = Timestamp{days(first_day).micros};
  figures.last_order_at = Timestamp{days(last_day).micros};
  return figures;
}

TEST(Figures, the_usual_interval_is_that_between_orders) {
  EXPECT_EQ(usual_interval_days(Figures()), std::nullopt);
  EXPECT_EQ(usual_interval_days(orders_between(2, 0, 30)), std::nullopt) << "one interval is no habit";
  EXPECT_EQ(usual_interval_days(orders_between(4, 100, 130)), 10);
  EXPECT_EQ(usual_interval_days(orders_between(3, 100, 105)), 3) << "2.5 is rounded";
  EXPECT_EQ(usual_interval_days(orders_between(9, 100, 100)), std::nullopt) << "all on one day";
}

TEST(Figures, of_two_parties_are_added_up) {
  Figures sum = orders_between(2, 10, 20);
  sum.by_currency["VND"].said.total = std::numeric_limits<std::int64_t>::max() - 1;
  Figures more = orders_between(3, 5, 15);
  more.by_currency["VND"].said.total = 90'000;
  more.by_currency["USD"].said = {1, 500, 100};
  more.count_event("call", {days(30).micros}, true);
  add_figures(sum, more);
  EXPECT_EQ(sum.by_currency["VND"].said.orders, 5);
  EXPECT_EQ(sum.by_currency["VND"].said.total, std::numeric_limits<std::int64_t>::max()) << "sums saturate";
  EXPECT_EQ(sum.by_currency["USD"].said, (Amounts{1, 500, 100}));
  EXPECT_EQ(sum.first_order_at, Timestamp{days(5).micros});
  EXPECT_EQ(sum.last_order_at, Timestamp{days(20).micros});
  EXPECT_EQ(sum.last_contact_at, Timestamp{days(30).micros});
  EXPECT_EQ(sum.touchpoints(), 1);
}

}  // namespace
}  // namespace ganbo::events
