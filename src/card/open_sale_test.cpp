#include <gtest/gtest.h>

#include "card/cards.hpp"

namespace ganbo::card {
namespace {

const Timestamp offered{Timestamp{0} + days(20'000)};

Card card_of(std::string open_kind = {}, std::optional<Timestamp> last_order = {}) {
  Card card;
  card.last_sale_at = offered;
  card.figures.last_order_at = last_order;
  if (!open_kind.empty()) {
    card.open.emplace_back();
    card.open.back().kind = std::move(open_kind);
  }
  return card;
}

TEST(ASaleWithoutNextStep, waits_for_a_reminder_a_promise_or_an_order) {
  const Timestamp now = offered + days(3);
  EXPECT_EQ(sale_without_next_step(card_of(), now), offered);
  EXPECT_EQ(sale_without_next_step(card_of("complaint"), now), offered) << "that is another matter";
  EXPECT_FALSE(sale_without_next_step(card_of("reminder"), now));
  EXPECT_FALSE(sale_without_next_step(card_of("promise"), now));
  EXPECT_FALSE(sale_without_next_step(card_of("", offered + days(1)), now));
  EXPECT_EQ(sale_without_next_step(card_of("", Timestamp{offered.micros - 1}), now), offered) << "an order before it";
  EXPECT_FALSE(sale_without_next_step(Card(), now));
}

TEST(ASaleWithoutNextStep, is_waited_for_ninety_days) {
  EXPECT_TRUE(sale_without_next_step(card_of(), offered + days(90)));
  EXPECT_FALSE(sale_without_next_step(card_of(), Timestamp{(offered + days(90)).micros + 1}));
}

}  // namespace
}  // namespace ganbo::card
