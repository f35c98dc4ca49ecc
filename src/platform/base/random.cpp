#include "platform/base/random.hpp"

#include <bit>
#include <cmath>

#include "platform/base/invariant.hpp"

namespace ganbo {

Random::Random(std::uint64_t seed) {
  // SplitMix64 as its authors advise for seeding; it cannot give four zeros, the one state xoshiro must not have.
  for (auto& word : state_) {
    word = spread(seed);
    seed += 0x9E3779B97F4A7C15ULL;
  }
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::int64_t Random::below(std::int64_t n) {
  INVARIANT(n > 0, "n = {}", n);
  // Lemire, "Fast random integer generation in an interval", ACM TOMACS 29, 2019, algorithm 5: multiply, and retry only
  // in the few low products that would favour some results.
  __extension__ using Product = unsigned __int128;
  const auto range = static_cast<std::uint64_t>(n);
  Product product = static_cast<Product>(next()) * range;
  auto low = static_cast<std::uint64_t>(product);
  if (low < range) {
    const std::uint64_t threshold = (0 - range) % range;
    while (low < threshold) {
      product = static_cast<Product>(next()) * range;
      low = static_cast<std::uint64_t>(product);
    }
  }
  return static_cast<std::int64_t>(product >> 64);
}

double Random::normal() {
  // Marsaglia's polar method. The second value is thrown away, so that the state is the four words and nothing else.
  for (;;) {
    const double x = 2 * uniform() - 1;
    const double y = 2 * uniform() - 1;
    const double s = x * x + y * y;
    if (s < 1 && s > 0) return x * std::sqrt(-2 * std::log(s) / s);
  }
}

double Random::exponential(double mean) {
  INVARIANT(mean >= 0, "mean = {}", mean);
  return -mean * std::log1p(-uniform());
}

double Random::gamma(double shape) {
  INVARIANT(shape > 0, "shape = {}", shape);
  // Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26, 2000; below one by their
  // section 6.
  if (shape < 1) return gamma(shape + 1) * std::pow(1 - uniform(), 1 / shape);
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal();
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = 1 - uniform();  // in (0, 1]: its logarithm is finite
    if (std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace ganbo
