#include "events/order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "events/precedence.hpp"

namespace ganbo::events {
namespace {

using What = OrderChange::What;

Currency currency(std::string_view code) { return *Currency::parse(code, "currency"); }

struct Said {
  What what;
  std::int64_t second;  // when, and by that its place among the moments
  std::int64_t minor;
  std::string_view currency = "VND";
  std::int64_t import = 0;  // which import told it, by their order in time; 0: told live
};

Order order_of(const std::vector<Said>& said) {
  Order order;
  for (const auto& one : said) {
    OrderChange change{one.what, "A1", currency(one.currency), one.minor, {}};
    change.lines.push_back({"p", "", {Decimal::scale}, {0}, one.what == What::refunded ? -one.minor : one.minor});
    const auto precedence = one.import != 0 ? import_precedence(0, one.import)
                                            : live_precedence(0, static_cast<std::uint64_t>(one.second) << 32);
    fold_order(order, change, {Moment{{one.second * 1'000'000}, precedence}, EventId{one.second}, rate_of_one});
  }
  return order;
}

std::string summary(const Order& order) {
  Figures figures;
  add_order(figures, order, Currency());
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
      {"a later import stands although its first line is earlier, and that line tells when",
       {{What::content, 20, 300, "VND", 1}, {What::content, 10, 350, "VND", 2}},
       "completed",
       1,
       350,
       10},
      {"a later import stands although its first line is later, and the earliest of all tells when",
       {{What::content, 10, 300, "VND", 1}, {What::content, 20, 250, "VND", 2}},
       "completed",
       1,
       250,
       10},
      {"between what was told live and by the latest import the later stands",
       {{What::content, 30, 300, "VND", 1}, {What::content, 10, 350, "VND", 2}, {What::content, 20, 400}},
       "completed",
       1,
       400,
       10},
      {"a live content is corrected by an import of a later time only",
       {{What::content, 20, 400}, {What::content, 10, 350, "VND", 1}, {What::content, 30, 300, "VND", 2}},
       "completed",
       1,
       300,
       10},
      {"a later import corrects the refund of the same time and adds that of another",
       {{What::content, 10, 300},
        {What::refunded, 20, 100, "VND", 1},
        {What::refunded, 20, 90, "VND", 2},
        {What::refunded, 30, 30, "VND", 3}},
       "partially_refunded",
       1,
       180,
       10},
      {"refunds of one import add up, and with those told live",
       {{What::content, 10, 300, "VND", 1},
        {What::refunded, 20, 10, "VND", 2},
        {What::refunded, 30, 20, "VND", 2},
        {What::refunded, 40, 40}},
       "partially_refunded",
       1,
       230,
       10},
      {"a later import without refunds of an order leaves them",
       {{What::content, 10, 300, "VND", 1}, {What::refunded, 20, 100, "VND", 2}, {What::content, 15, 310, "VND", 3}},
       "partially_refunded",
       1,
       210,
       10},
      {"a refund of an unknown original corrected to another currency",
       {{What::refunded, 20, 100, "USD", 1}, {What::refunded, 20, 70, "VND", 2}},
       "refund_only",
       0,
       -70,
       20},
      {"a live refund is corrected by no import",
       {{What::content, 10, 300}, {What::refunded, 20, 100}, {What::refunded, 20, 30, "VND", 1}},
       "partially_refunded",
       1,
       170,
       10},
      {"a cancellation later than the import in force ends the order",
       {{What::content, 30, 300, "VND", 1}, {What::content, 10, 350, "VND", 2}, {What::cancelled, 20, 0}},
       "cancelled",
       0,
       0,
       10},
  };
  for (const auto& c : cases) {
    std::vector<Said> said = c.said;
    const auto by_time = [](const Said& a, const Said& b) {
      return std::tie(a.second, a.import) < std::tie(b.second, b.import);
    };
    std::sort(said.begin(), said.end(), by_time);
    const std::string expected = summary(order_of(said));
    do {
      const Order order = order_of(said);
      EXPECT_EQ(summary(order), expected) << c.rule;
      EXPECT_EQ(order.status(), c.status) << c.rule;
      EXPECT_EQ(order.ordered_at.micros, c.ordered_at * 1'000'000) << c.rule;
      Figures figures;
      add_order(figures, order, Currency());
      EXPECT_EQ(figures.orders(), c.orders) << c.rule;
      EXPECT_EQ(figures.by_currency["VND"].said.spent(), c.spent) << c.rule;
    } while (std::next_permutation(said.begin(), said.end(), by_time));
  }
}

TEST(Precedence, tells_live_from_imported_and_keeps_steps_apart) {
  EXPECT_EQ(import_of({{5}, import_precedence(1, 1'700'000'000'000'000)}), 1'700'000'000'000'000);
  EXPECT_EQ(import_of({{5}, live_precedence(1, 0)}), 0);
  EXPECT_EQ(import_of({{5}, live_precedence(3, UINT64_MAX)}), 0);
  EXPECT_EQ(import_of({{5}, import_precedence(0, INT64_MAX)}), live_bit - 1);
  EXPECT_GT(live_precedence(0, 0), import_precedence(0, INT64_MAX));
  EXPECT_GT(import_precedence(1, 1), live_precedence(0, UINT64_MAX));
}

TEST(Order, a_refund_in_another_currency_leaves_the_order_s_own_sum_alone) {
  const Order order = order_of({{What::content, 10, 300}, {What::refunded, 20, 700, "USD"}, {What::refunded, 30, 100}});
  EXPECT_EQ(order.refunded_minor, 100);
  Figures figures;
  add_order(figures, order, Currency());
  EXPECT_EQ(figures.by_currency["VND"].said, (Amounts{1, 300, 100}));
  EXPECT_EQ(figures.by_currency["USD"].said, (Amounts{0, 0, 700}));
}

TEST(Order, sums_saturate_and_never_wrap) {
  EXPECT_EQ(saturating_add(INT64_MAX, 1), INT64_MAX);
  EXPECT_EQ(saturating_add(INT64_MIN, -1), INT64_MIN);
  EXPECT_EQ(saturating_add(INT64_MAX, INT64_MIN), -1);
  EXPECT_EQ((Amounts{0, INT64_MIN, 1}.spent()), INT64_MIN);
  EXPECT_EQ((Amounts{0, INT64_MAX, -1}.spent()), INT64_MAX);
}

}  // namespace
}  // namespace ganbo::events
