#include "platform/base/window_count.hpp"

#include <gtest/gtest.h>

namespace ganbo {
namespace {

constexpr Timestamp start{1'780'000'000'000'000};

TEST(WindowCount, ForgetsTheOldestWhenItIsFull) {
  WindowCount count({1, days(1)});
  count.add("first", start);
  for (std::size_t n = 0; n < WindowCount::subjects_max; ++n) count.add(std::to_string(n), start + minutes(1));
  EXPECT_TRUE(count.has_room("first", start + minutes(1)));
  EXPECT_FALSE(count.has_room("9999", start + minutes(1)));
}

}  // namespace
}  // namespace ganbo
