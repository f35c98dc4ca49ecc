#include "platform/engine/names/buckets/name_filter.hpp"

#include <gtest/gtest.h>

namespace ganbo::engine {
namespace {

Hash128 name(std::uint64_t number) {
  static const HashKey key{{1, 2, 3}};
  return keyed_hash(key, std::to_string(number));
}

TEST(NameFilter, HoldsWhatWasAddedAndSeldomMore) {
  constexpr std::uint64_t names = 20'000;
  NameFilter filter(names);
  for (std::uint64_t i = 0; i < names; ++i) filter.add(name(i));
  for (std::uint64_t i = 0; i < names; ++i) ASSERT_TRUE(filter.may_hold(name(i))) << i;
  std::uint64_t wrong = 0;
  for (std::uint64_t i = names; i < 11 * names; ++i) wrong += filter.may_hold(name(i)) ? 1 : 0;
  EXPECT_LT(wrong, names * 10 / 1000) << "fewer than one in a thousand";
  EXPECT_GT(wrong, 0U) << "a filter that never errs would not be this small";
}

TEST(NameFilter, ComesBackFromItsBytes) {
  NameFilter filter(100);
  for (std::uint64_t i = 0; i < 100; ++i) filter.add(name(i));
  const auto again = NameFilter::from_bytes(filter.bytes());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->bytes(), filter.bytes());
  for (std::uint64_t i = 0; i < 1000; ++i) EXPECT_EQ(again->may_hold(name(i)), filter.may_hold(name(i))) << i;
}

TEST(NameFilter, RefusesBytesThatAreNone) {
  EXPECT_FALSE(NameFilter::from_bytes(""));
  EXPECT_FALSE(NameFilter::from_bytes(std::string(33, 'x')));
}

}  // namespace
}  // namespace ganbo::engine
