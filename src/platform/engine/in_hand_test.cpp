#include "platform/engine/in_hand.hpp"

#include <gtest/gtest.h>

namespace ganbo::engine {
namespace {

using Wishes = std::vector<InHand::Wish>;
using Taken = std::vector<bool>;

TEST(InHand, what_another_lane_has_waits_and_the_rest_goes_on) {
  InHand in_hand(2);
  EXPECT_EQ(in_hand.take(0, Wishes{{{1, 2}}, {{3}}}), (Taken{true, true}));
  EXPECT_EQ(in_hand.take(1, Wishes{{{4}}, {{5, 2}}, {{}}}), (Taken{true, false, true}));
  in_hand.release(0);
  EXPECT_EQ(in_hand.take(1, Wishes{{{5, 2}}}), (Taken{true}));
}

TEST(InHand, what_one_party_did_keeps_its_order) {
  InHand in_hand(2);
  in_hand.take(0, Wishes{{{1}}});
  // The second is about somebody whom the first, which waits, is about, too; so is the third, over the second.
  EXPECT_EQ(in_hand.take(1, Wishes{{{1, 2}}, {{2, 3}}, {{3}}, {{4}}}), (Taken{false, false, false, true}));
  EXPECT_EQ(in_hand.take(0, Wishes{{{2, 3}}}), (Taken{true})) << "who waits has nothing in hand";
}

TEST(InHand, a_lane_does_not_wait_for_itself) {
  InHand in_hand(2);
  in_hand.take(0, Wishes{{{1}}});
  EXPECT_EQ(in_hand.take(0, Wishes{{{1}}, {{1}}}), (Taken{true, true}));
  in_hand.release(0);
  EXPECT_EQ(in_hand.take(1, Wishes{{{1}}}), (Taken{true}));
}

TEST(InHand, what_cannot_wait_goes_on_and_leaves_the_other_lane_what_it_has) {
  InHand in_hand(2);
  in_hand.take(0, Wishes{{{1}}});
  EXPECT_EQ(in_hand.take(1, Wishes{{{1, 2}, false}}), (Taken{true}));
  in_hand.release(1);
  EXPECT_EQ(in_hand.take(1, Wishes{{{1}}}), (Taken{false})) << "still the first lane's";
}

}  // namespace
}  // namespace ganbo::engine
