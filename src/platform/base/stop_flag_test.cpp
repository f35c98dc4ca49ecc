#include "platform/base/stop_flag.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace ganbo {
namespace {

TEST(StopFlag, wakes_who_sleeps_and_lets_nobody_sleep_again) {
  StopFlag flag;
  EXPECT_FALSE(flag.raised());
  EXPECT_FALSE(flag.wait_for(std::chrono::milliseconds(1)));
  const auto begun = std::chrono::steady_clock::now();
  std::thread sleeper([&] { EXPECT_TRUE(flag.wait_for(std::chrono::minutes(10))); });
  flag.raise();
  sleeper.join();
  EXPECT_TRUE(flag.raised());
  EXPECT_TRUE(flag.wait_for(std::chrono::minutes(10)));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::minutes(5));
}

}  // namespace
}  // namespace ganbo
