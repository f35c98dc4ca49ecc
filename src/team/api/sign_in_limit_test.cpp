#include "team/api/sign_in_limit.hpp"

#include <gtest/gtest.h>

namespace ganbo::team {
namespace {

constexpr Timestamp start{1'780'000'000'000'000};

int failures_until_refused(SignInLimit& limit, const auto& attempt_of, Timestamp now = start) {
  int count = 0;
  while (count < 1000 && limit.allows(attempt_of(count), now)) limit.failed(attempt_of(count++), now);
  return count;
}

TEST(SignInLimit, CountsALoginAtAnAddressForTenMinutes) {
  SignInLimit limit;
  const auto here = [](int) { return Attempt{"owner", "192.0.2.1", ""}; };
  EXPECT_EQ(failures_until_refused(limit, here), 10);
  EXPECT_TRUE(limit.allows({"owner", "192.0.2.2", ""}, start));
  EXPECT_TRUE(limit.allows({"an", "192.0.2.1", ""}, start));
  EXPECT_FALSE(limit.allows(here(0), start + minutes(9)));
  EXPECT_TRUE(limit.allows(here(0), start + minutes(10)));
}

TEST(SignInLimit, CountsAnAddressThatTriesManyLogins) {
  SignInLimit limit;
  EXPECT_EQ(failures_until_refused(limit, [](int n) { return Attempt{std::to_string(n), "192.0.2.1", ""}; }), 50);
}

TEST(SignInLimit, BrakesALoginThatIsTriedFromManyAddresses) {
  SignInLimit limit;
  EXPECT_EQ(failures_until_refused(limit, [](int n) { return Attempt{"owner", std::to_string(n), ""}; }), 100);
  EXPECT_FALSE(limit.allows({"owner", "new", ""}, start + minutes(60)));
  EXPECT_TRUE(limit.allows({"owner", "new", ""}, start + days(1)));
}

TEST(SignInLimit, StrangersFailuresAreNothingToABrowserThatIsKnown) {
  SignInLimit limit;
  // Behind a proxy, all come from one address.
  failures_until_refused(limit, [](int) { return Attempt{"owner", "127.0.0.1", ""}; });
  failures_until_refused(limit, [](int n) { return Attempt{std::to_string(n), "127.0.0.1", ""}; });
  failures_until_refused(limit, [](int n) { return Attempt{"owner", std::to_string(n), ""}; });
  const auto known = [](int) { return Attempt{"owner", "127.0.0.1", "cookie"}; };
  EXPECT_EQ(failures_until_refused(limit, known), 10);
}

}  // namespace
}  // namespace ganbo::team
