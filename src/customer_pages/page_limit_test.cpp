#include "customer_pages/page_limit.hpp"

#include <gtest/gtest.h>

namespace ganbo::customer_pages {
namespace {

constexpr Timestamp start{1'780'000'000'000'000};

template <class Ask>
int times_until_refused(const Ask& ask) {
  int times = 0;
  while (times < 10'000 && ask(times)) ++times;
  return times;
}

TEST(PageLimit, BoundsAnAddressALinkAndWhatIsPostedOnIt) {
  PageLimit limit;
  EXPECT_EQ(times_until_refused([&](int) { return limit.lets_in("192.0.2.1", start); }), 600);
  EXPECT_TRUE(limit.lets_in("192.0.2.2", start));
  EXPECT_FALSE(limit.lets_in("192.0.2.1", start + minutes(9)));
  EXPECT_TRUE(limit.lets_in("192.0.2.1", start + minutes(10)));

  EXPECT_EQ(times_until_refused([&](int) { return limit.lets_open("a", true, start); }), 30);
  EXPECT_EQ(times_until_refused([&](int) { return limit.lets_open("a", false, start); }), 90) << "120 in all";
  EXPECT_TRUE(limit.lets_open("b", true, start));
  EXPECT_TRUE(limit.lets_open("a", true, start + minutes(10)));
}

TEST(PageLimit, WhoGuessesWaitsAndKeepsNobodyElseOfTheAddressOut) {
  PageLimit limit;
  EXPECT_EQ(times_until_refused([&](int) { return limit.lets_miss("192.0.2.1", start); }), 30);
  EXPECT_TRUE(limit.lets_in("192.0.2.1", start));
  EXPECT_TRUE(limit.lets_open("a", true, start));
}

}  // namespace
}  // namespace ganbo::customer_pages
