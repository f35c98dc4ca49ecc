#include "team/exposure.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ganbo::team {
namespace {

constexpr Day today{20'000};

// Ids rise; each is an hour after the one before.
class Exposures : public ::testing::Test {
 protected:
  Exposure& add(Act act) {
    const auto id = static_cast<std::int64_t>(all.size()) + 1;
    all.push_back({.id = {id}, .act = act, .user = {5}, .acted_at = Timestamp{0} + hours(id)});
    return all.back();
  }
  Standing standing(Timestamp since = {0}) const { return standing_of(all, since); }
  std::vector<Exposure> all;
};

TEST_F(Exposures, WhatWasOnlyShownIsOpen) {
  add(Act::shown);
  add(Act::withheld);
  EXPECT_TRUE(standing().is_open(today));
}

TEST_F(Exposures, WhatIsDoneOrOfNoUseIsNot) {
  add(Act::done);
  EXPECT_FALSE(standing().is_open(today));
  all.clear();
  add(Act::not_useful);
  EXPECT_FALSE(standing().is_open(today));
}

TEST_F(Exposures, WhatIsPutOffComesAgainOnItsDay) {
  add(Act::snoozed).until = Day{today.days + 2};
  EXPECT_FALSE(standing().is_open({today.days + 1}));
  EXPECT_TRUE(standing().is_open({today.days + 2}));
  add(Act::snoozed).until = Day{today.days + 9};
  EXPECT_FALSE(standing().is_open({today.days + 8}));
}

TEST_F(Exposures, WhatIsHandedOverIsOpenForTheOther) {
  add(Act::handed_over).to = {9};
  EXPECT_TRUE(standing().is_open(today));
  EXPECT_EQ(standing().given_to, UserId{9});
  add(Act::handed_over).to = {7};
  EXPECT_EQ(standing().given_to, UserId{7});
}

TEST_F(Exposures, WhatIsTakenBackIsAsBefore) {
  add(Act::handed_over).to = {9};
  const auto done = add(Act::done).id;
  add(Act::taken_back).taken_back = done;
  EXPECT_TRUE(standing().is_open(today));
  EXPECT_EQ(standing().given_to, UserId{9});
  add(Act::taken_back).taken_back = {1};
  EXPECT_EQ(standing().given_to, UserId{});
}

TEST_F(Exposures, AReasonThatComesUpAgainIsOpenAgain) {
  add(Act::done);
  const Timestamp later = all.back().acted_at + minutes(1);
  EXPECT_TRUE(standing(later).is_open(today));
  add(Act::done);
  EXPECT_FALSE(standing(later).is_open(today));
}

TEST_F(Exposures, EveryActHasItsWord) {
  for (const auto act :
       {Act::shown, Act::withheld, Act::done, Act::snoozed, Act::handed_over, Act::not_useful, Act::taken_back})
    EXPECT_EQ(parse_act(word_of(act)), act);
  EXPECT_FALSE(parse_act("nothing"));
}

}  // namespace
}  // namespace ganbo::team
