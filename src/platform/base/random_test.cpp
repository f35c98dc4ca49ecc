#include "platform/base/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

namespace ganbo {
namespace {

struct Moments {
  double mean;
  double variance;
};

Moments moments_of(const std::function<double()>& draw, int count = 200'000) {
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < count; ++i) {
    const double x = draw();
    sum += x;
    squares += x * x;
  }
  const double mean = sum / count;
  return {mean, squares / count - mean * mean};
}

TEST(Random, the_same_seed_gives_the_same_numbers_and_another_seed_gives_others) {
  Random a(7);
  Random b(7);
  Random c(8);
  int equal_to_other_seed = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t x = a.next();
    EXPECT_EQ(x, b.next());
    equal_to_other_seed += x == c.next() ? 1 : 0;
  }
  EXPECT_EQ(equal_to_other_seed, 0);
}

// SplitMix64's first output for the seed 0, as the authors' reference program and Java's SplittableRandom give it.
TEST(Random, spread_is_the_published_splitmix64) { EXPECT_EQ(spread(0), 0xE220A8397B1DCDAFULL); }

TEST(Random, below_stays_in_range_and_favours_no_value) {
  Random random(11);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70'000; ++i) ++counts.at(static_cast<std::size_t>(random.below(7)));
  double chi_square = 0;
  for (const int n : counts) chi_square += (n - 10'000.0) * (n - 10'000.0) / 10'000.0;
  EXPECT_LT(chi_square, 22.46);  // 0.1 % point of chi-square with 6 degrees of freedom
  EXPECT_EQ(random.below(1), 0);
  for (int i = 0; i < 1000; ++i) EXPECT_GE(random.below(INT64_MAX), 0);
}

TEST(Random, uniform_lies_in_the_half_open_unit_interval) {
  Random random(3);
  for (int i = 0; i < 100'000; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
  }
  const Moments m = moments_of([&] { return random.uniform(); });
  EXPECT_NEAR(m.mean, 0.5, 0.005);
  EXPECT_NEAR(m.variance, 1.0 / 12, 0.002);
}

TEST(Random, distributions_have_their_textbook_mean_and_variance) {
  Random random(5);
  const Moments normal = moments_of([&] { return random.normal(); });
  EXPECT_NEAR(normal.mean, 0, 0.012);
  EXPECT_NEAR(normal.variance, 1, 0.02);
  const Moments exponential = moments_of([&] { return random.exponential(3); });
  EXPECT_NEAR(exponential.mean, 3, 0.04);
  EXPECT_NEAR(exponential.variance, 9, 0.4);
  for (const double shape : {0.4, 1.0, 2.5, 30.0}) {
    const Moments gamma = moments_of([&] { return random.gamma(shape); });
    EXPECT_NEAR(gamma.mean, shape, 5 * std::sqrt(shape / 200'000)) << shape;
    EXPECT_NEAR(gamma.variance, shape, 0.05 * shape + 0.01) << shape;
  }
  EXPECT_EQ(random.exponential(0), 0);
}

TEST(RandomDeathTest, a_range_without_values_is_a_broken_invariant) {
  EXPECT_DEATH(Random(1).below(0), "invariant broken");
}

}  // namespace
}  // namespace ganbo
