#include "events/order.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ganbo::events {
namespace {

using What = OrderChange::What;

Currency currency(std::string_view code) { return *Currency::parse(code, "currency"); }

struct Said {
  What what;
  std::int64_t second;  // when, and by that its place among the moments
  std::int64_t minor;
  std::string_view currency = "VND";
};

Order order_of(const std::vector<Said>& said) {
  Order order;
  for (const auto& one : said) {
    OrderChange change{one.what, "A1", currency(one.currency), one.minor, {}};
    change.lines.push_back({"p", "", {Decimal::scale}, {0}, one.what == What::refunded ? -one.minor : one.minor});
    fold_order(order, change, Moment{{one.second * 1'000'000}, one.second}, EventId{one.second});
  }
  return order;
}

std::string summary(const Order& order) {
  Figures figures;
  add_order(figures, order);
  std::string text = std::string(order.status()) + ' ' + std::to_string(order.total_minor) + '-' +
                     std::to_string(order.refunded_minor) + ' ' + std::string(order.currency.code()) + " at " +
                     std::to_string(order.ordered_at.micros / 1'000'000) + ' ' + figures.to_json();
  for (const auto& refund : order.refund_lines) text += " r" + std::to_string(refund.event.value);
  return text;
}

struct Case {
  std::string_view rule;
  std::vector<Said> said;
  std::string_view status;
  std::int64_t orders;
  std::int64_t spent;  // in VND
  std::int64_t ordered_at;
};

TEST(Order, comes_out_the_same_in_whatever_order_things_were_said) {
  const std::vector<Case> cases{
      {"a purchase counts", {{What::content, 10, 300}}, "completed", 1, 300, 10},
      {"the latest content stands, the earliest tells when",
       {{What::content, 10, 300}, {What::content, 20, 150}},
       "completed",
       1,
       150,
       10},
      {"a cancellation later than the content ends it",
       {{What::content, 10, 300}, {What::cancelled, 20, 0}},
       "cancelled",
       0,
       0,
       10},
      {"content later than the cancellation revives it",
       {{What::content, 10, 300}, {What::cancelled, 20, 0}, {What::content, 30, 90}},
       "completed",
       1,
       90,
       10},
      {"a part goes back", {{What::content, 10, 300}, {What::refunded, 20, 100}}, "partially_refunded", 1, 200, 10},
      {"parts add up to all",
       {{What::content, 10, 300}, {What::refunded, 20, 100}, {What::refunded, 30, 200}},
       "refunded",
       1,
       0,
       10},
      {"a refund of nothing changes nothing",
       {{What::content, 10, 300}, {What::refunded, 20, 0}},
       "completed",
       1,
       300,
       10},
      {"refunds do not count where the order does not",
       {{What::content, 10, 300}, {What::refunded, 15, 100}, {What::cancelled, 20, 0}},
       "cancelled",
       0,
       0,
       10},
      {"a refund may lack its original", {{What::refunded, 20, 100}}, "refund_only", 0, -100, 20},
      {"a refund before its order",
       {{What::refunded, 5, 100}, {What::content, 10, 300}},
       "partially_refunded",
       1,
       200,
       10},
      {"a cancellation alone", {{What::cancelled, 20, 0}}, "cancelled", 0, 0, 20},
      {"an order corrected downwards below zero", {{What::content, 10, -300}}, "completed", 1, -300, 10},
      {"a refund in another currency counts there",
       {{What::content, 10, 300}, {What::refunded, 20, 700, "USD"}},
       "partially_refunded",
       1,
       300,
       10},
      {"refunds in two currencies without an original",
       {{What::refunded, 20, 100, "USD"}, {What::refunded, 30, 40}, {What::refunded, 40, 5, "USD"}},
       "refund_only",
       0,
       -40,
       20},
      {"refunds, a cancellation and contents in three currencies",
       {{What::content, 10, 300},
        {What::content, 30, 90, "EUR"},
        {What::cancelled, 20, 0, "USD"},
        {What::refunded, 25, 9, "EUR"}},
       "partially_refunded",
       1,
       0,
       10},
  };
  for (const auto& c : cases) {
    std::vector<Said> said = c.said;
    const auto by_time = [](const Said& a, const Said& b) { return a.second < b.second; };
    std::sort(said.begin(), said.end(), by_time);
    const std::string expected = summary(order_of(said));
    do {
      const Order order = order_of(said);
      EXPECT_EQ(summary(order), expected) << c.rule;
      EXPECT_EQ(order.status(), c.status) << c.rule;
      EXPECT_EQ(order.ordered_at.micros, c.ordered_at * 1'000'000) << c.rule;
      Figures figures;
      add_order(figures, order);
      EXPECT_EQ(figures.orders(), c.orders) << c.rule;
      EXPECT_EQ(figures.by_currency["VND"].spent(), c.spent) << c.rule;
    } while (std::next_permutation(said.begin(), said.end(), by_time));
  }
}

TEST(Order, a_refund_in_another_currency_leaves_the_order_s_own_sum_alone) {
  const Order order = order_of({{What::content, 10, 300}, {What::refunded, 20, 700, "USD"}, {What::refunded, 30, 100}});
  EXPECT_EQ(order.refunded_minor, 100);
  Figures figures;
  add_order(figures, order);
  EXPECT_EQ(figures.by_currency["VND"], (MoneyFigures{1, 300, 100}));
  EXPECT_EQ(figures.by_currency["USD"], (MoneyFigures{0, 0, 700}));
}

TEST(Order, sums_saturate_and_never_wrap) {
  EXPECT_EQ(saturating_add(INT64_MAX, 1), INT64_MAX);
  EXPECT_EQ(saturating_add(INT64_MIN, -1), INT64_MIN);
  EXPECT_EQ(saturating_add(INT64_MAX, INT64_MIN), -1);
  EXPECT_EQ((MoneyFigures{0, INT64_MIN, 1}.spent()), INT64_MIN);
  EXPECT_EQ((MoneyFigures{0, INT64_MAX, -1}.spent()), INT64_MAX);
}

}  // namespace
}  // namespace ganbo::events
