#include "webhooks/schedule.hpp"

#include <gtest/gtest.h>

namespace ganbo::webhooks {
namespace {

constexpr Timestamp start{1'700'000'000'000'000};

// The table of the specification: time since the start, of each attempt.
TEST(WebhookSchedule, is_the_one_of_the_specification) {
  const Duration since_start[] = {
      {0},
      seconds(5),
      {(minutes(5).micros + seconds(5).micros)},
      {(minutes(35).micros + seconds(5).micros)},
      {(hours(2).micros + minutes(35).micros + seconds(5).micros)},
      {(hours(7).micros + minutes(35).micros + seconds(5).micros)},
      {(hours(17).micros + minutes(35).micros + seconds(5).micros)},
      {(hours(31).micros + minutes(35).micros + seconds(5).micros)},
      {(hours(51).micros + minutes(35).micros + seconds(5).micros)},
      {(hours(75).micros + minutes(35).micros + seconds(5).micros)},
  };
  Timestamp tried = start;
  for (int attempt = 1; attempt < attempts_max; ++attempt) {
    const auto next = next_attempt(attempt, tried, 0, {});
    ASSERT_TRUE(next) << attempt;
    tried = *next;
    EXPECT_EQ((tried - start).micros, since_start[attempt].micros) << attempt;
  }
  EXPECT_FALSE(next_attempt(attempts_max, tried, 0, {})) << "the tenth attempt is the last";
  EXPECT_FALSE(next_attempt(attempts_max + 3, tried, 0, {})) << "so is one that was asked for by hand after it";
}

TEST(WebhookSchedule, ends_within_the_life_of_a_message_however_it_is_stretched) {
  Timestamp tried = start;
  for (int attempt = 1; attempt < attempts_max; ++attempt) tried = *next_attempt(attempt, tried, 0.999, {});
  EXPECT_LT((tried - start).micros, schedule_life.micros);
}

TEST(WebhookSchedule, is_stretched_by_chance_up_to_a_tenth) {
  EXPECT_EQ((*next_attempt(3, start, 0.5, {}) - start).micros, minutes(30).micros + seconds(90).micros);
}

TEST(WebhookSchedule, leaves_a_receiver_alone_as_long_as_it_asks_for_up_to_a_day) {
  EXPECT_EQ((*next_attempt(1, start, 0, seconds(120)) - start).micros, seconds(120).micros);
  EXPECT_EQ((*next_attempt(3, start, 0, seconds(1)) - start).micros, minutes(30).micros) << "never sooner";
  EXPECT_EQ((*next_attempt(1, start, 0, days(300)) - start).micros, days(1).micros);
}

}  // namespace
}  // namespace ganbo::webhooks
