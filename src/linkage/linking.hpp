// Linking: all parties of a list, from their records to pairs with odds. What a benchmark, a test and a run over
// everything share.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "linkage/blocking.hpp"
#include "linkage/weights.hpp"

namespace ganbo::linkage {

// Which pairs of a list count: all, or only those between its two halves (two files that have no doubles in
// themselves).
struct Within {
  std::size_t second_from = 0;  // where the second file begins; 0: one file
  bool counts(std::size_t a, std::size_t b) const {
    return second_from == 0 ? a != b : (a < second_from) != (b < second_from);
  }
  double pairs(std::size_t records) const;
};

struct Pair {
  std::size_t a = 0;  // < b
  std::size_t b = 0;
  double odds = 0;
};

// Calls `with` for each party that shares a key with records[i]; a pair is met from both its sides.
using WithSharing = std::function<void(const Record&)>;
using Sharing = std::function<void(std::size_t i, const WithSharing& with)>;

// What estimating needs. `records` are all parties, or some of them taken at random: `share` of all. Which pairs of
// them are looked at, where there are very many, comes from `seed`.
struct Sample {
  std::span<const Record> records;
  double share = 1;
  Within within = {};
  std::uint64_t seed = 1;
};
Observed observe(const Fields& fields, const Sample& sample, const Sharing& sharing);

// The same of a list that is in memory whole.
Weights estimate(const Fields& fields, std::span<const Record> records, const BlockingIndex& index, Within within);

// The index of all.
BlockingIndex index_of(const Fields& fields, std::span<const Record> records);

// All pairs that share a key and whose odds are at least `odds_min`, in order of (a, b).
std::vector<Pair> likely_pairs(const Fields& fields, const Weights& weights, std::span<const Record> records,
                               const BlockingIndex& index, Within within, double odds_min);

}  // namespace ganbo::linkage
