// Random numbers that are a pure function of their seed, so that a run can be repeated: the same seed gives the same
// numbers on every machine (the real-valued ones to the last bit only with the same mathematics library). Not for
// secrets. Not thread-safe.
//
// The generator is xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47,
// 2021): 32 bytes, period 2^256 - 1. Seeding costs four steps of SplitMix64, so making one per party or per day is
// cheap.
#pragma once

#include <cstdint>
#include <functional>

namespace ganbo {

// One step of SplitMix64's finalizer: a bijection that spreads near-by values far apart. Use it to derive one seed from
// another.
constexpr std::uint64_t spread(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

class Random {
 public:
  explicit Random(std::uint64_t seed);

  // All 64 bits, uniform.
  std::uint64_t next();
  // In [0, 1), with 53 random bits.
  double uniform();
  // A whole number in [0, n), without bias. n must be positive.
  std::int64_t below(std::int64_t n);
  // Mean 0, standard deviation 1.
  double normal();
  // Mean `mean`, which must not be negative; 0 gives 0.
  double exponential(double mean);
  // Shape `shape` > 0 and scale 1, so the mean and the variance both equal `shape`.
  double gamma(double shape);

 private:
  std::uint64_t state_[4];
};

// The place of one of `items`, drawn with the odds of their weights: whole numbers, none negative, not all 0.
template <class Items, class WeightOf>
std::size_t draw(Random& random, const Items& items, WeightOf weight_of) {
  std::int64_t total = 0;
  for (const auto& item : items) total += std::invoke(weight_of, item);
  std::int64_t left = random.below(total);
  std::size_t place = 0;
  for (const auto& item : items) {
    left -= std::invoke(weight_of, item);
    if (left < 0) break;
    ++place;
  }
  return place;
}

}  // namespace ganbo
