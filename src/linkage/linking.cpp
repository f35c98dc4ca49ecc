#include "linkage/linking.hpp"

#include <algorithm>
#include <numeric>

#include "platform/base/random.hpp"

namespace ganbo::linkage {
namespace {

constexpr std::int64_t random_pairs_max = 250'000;
constexpr std::size_t looked_at_max = 20'000;  // records whose sharing pairs estimating looks at

std::vector<Frequencies> frequencies_of(const Fields& fields, std::span<const Record> records) {
  std::vector<Frequencies> frequencies;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    std::unordered_map<std::string, std::int64_t> counts;
    for (const auto& record : records)
      for (const auto& value : record.values[f]) ++counts[value.folded];
    frequencies.emplace_back(counts);
  }
  return frequencies;
}

// Every pair where they are few.
Patterns random_patterns(const Fields& fields, std::span<const Record> records, Within within, Random& random) {
  Patterns patterns;
  const std::size_t n = records.size();
  if (within.pairs(n) <= static_cast<double>(random_pairs_max)) {
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = a + 1; b < n; ++b)
        if (within.counts(a, b)) ++patterns[compare(fields, records[a], records[b])];
    return patterns;
  }
  for (std::int64_t drawn = 0; drawn < random_pairs_max;) {
    const auto a = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(n)));
    const auto b = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(n)));
    if (!within.counts(a, b)) continue;
    ++patterns[compare(fields, records[a], records[b])];
    ++drawn;
  }
  return patterns;
}

}  // namespace

double Within::pairs(std::size_t records) const {
  const auto n = static_cast<double>(records);
  const auto first = static_cast<double>(second_from);
  return second_from == 0 ? n * (n - 1) / 2 : first * (n - first);
}

BlockingIndex index_of(const Fields& fields, std::span<const Record> records) {
  BlockingIndex index;
  for (std::size_t i = 0; i < records.size(); ++i)
    index.add(static_cast<std::int64_t>(i), blocking_keys(fields, records[i]));
  index.settle();
  return index;
}

Observed observe(const Fields& fields, const Sample& sample, const Sharing& sharing) {
  Random random(sample.seed);
  const std::size_t n = sample.records.size();
  Observed observed;
  observed.frequencies = frequencies_of(fields, sample.records);
  if (sample.within.pairs(n) < 1) return observed;
  observed.random = random_patterns(fields, sample.records, sample.within, random);
  std::vector<std::size_t> looked_at(n);
  std::iota(looked_at.begin(), looked_at.end(), 0);
  if (n > looked_at_max) {
    for (std::size_t i = 0; i < looked_at_max; ++i)
      std::swap(looked_at[i], looked_at[i + static_cast<std::size_t>(random.below(static_cast<std::int64_t>(n - i)))]);
    looked_at.resize(looked_at_max);
  }
  for (const auto i : looked_at)
    sharing(i, [&](const Record& other) { ++observed.sharing[compare(fields, sample.records[i], other)]; });
  // Each pair of those looked at is met from both its sides; of all pairs, as many as their share of all records.
  const double all = static_cast<double>(n) / sample.share;
  const double of_all = sample.within.second_from == 0 ? all * (all - 1) / 2 : sample.within.pairs(n);
  observed.pairs = 2 * of_all * static_cast<double>(looked_at.size()) / all;
  return observed;
}

Weights estimate(const Fields& fields, std::span<const Record> records, const BlockingIndex& index, Within within) {
  const auto sharing = [&](std::size_t i, const WithSharing& with) {
    for (const auto other : index.sharing(static_cast<std::int64_t>(i), blocking_keys(fields, records[i])))
      if (within.counts(i, static_cast<std::size_t>(other))) with(records[static_cast<std::size_t>(other)]);
  };
  return estimate(fields, observe(fields, {.records = records, .within = within}, sharing));
}

std::vector<Pair> likely_pairs(const Fields& fields, const Weights& weights, std::span<const Record> records,
                               const BlockingIndex& index, Within within, double odds_min) {
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < records.size(); ++a)
    for (const auto other : index.sharing(static_cast<std::int64_t>(a), blocking_keys(fields, records[a]))) {
      const auto b = static_cast<std::size_t>(other);
      if (b <= a || !within.counts(a, b)) continue;
      const double odds = weigh(fields, weights, records[a], records[b]).odds;
      if (odds >= odds_min) pairs.push_back({a, b, odds});
    }
  return pairs;
}

}  // namespace ganbo::linkage
