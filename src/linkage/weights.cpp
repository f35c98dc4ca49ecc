#include "linkage/weights.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ganbo::linkage {
namespace {

using Levels = std::array<double, level_count>;

constexpr int rounds_max = 500;
constexpr double settled_below = 1e-7;
// Where EM begins: those who are one agree mostly. Any decreasing beginning leads to the same end.
constexpr std::array<double, level_count> m_first{0.80, 0.08, 0.05, 0.02, 0.05};
// As if this many pairs that are one, spread like the beginning, had been seen besides: a level that never was seen is
// no proof of anything.
constexpr double same_assumed = 2;
// Likewise of pairs taken at random: with three parties in the record a name in common is no accident, and no proof.
constexpr double random_assumed = 1000;
constexpr double bits_max = 40;  // of a field: no agreement is certain

// What two who have nothing to do with each other have in common, where nothing is known yet.
Levels u_first(FieldKind kind) {
  switch (kind) {
    case FieldKind::given_name:
    case FieldKind::middle_name:
    case FieldKind::family_name:
      return {0.02, 0.01, 0.02, 0.01, 0.94};
    case FieldKind::company_name:
      return {0.001, 0.002, 0.007, 0.01, 0.98};
    case FieldKind::text:
    case FieldKind::number:
      return {0.05, 0.03, 0.02, 0.02, 0.88};
    case FieldKind::date:
      return {0.0002, 0.0018, 0.013, 0.015, 0.97};
    case FieldKind::email:
    case FieldKind::phone:
    case FieldKind::code:
      return {0.0001, 0.0002, 0.0007, 0.001, 0.998};
  }
  return {};
}

// How often two records of one party differ at the most, where both know something. Without a limit EM may settle on
// another thing that many pairs have in common: namesakes, or families (Winkler, "Improved decision rules in the
// Fellegi-Sunter model of record linkage", 1993, on convex constraints). People change phones and move, and have
// several.
double different_max(FieldKind kind) {
  switch (kind) {
    case FieldKind::given_name:
    case FieldKind::middle_name:
    case FieldKind::family_name:
    case FieldKind::company_name:
    case FieldKind::date:
    case FieldKind::code:
      return 0.3;
    case FieldKind::text:
    case FieldKind::number:
    case FieldKind::email:
    case FieldKind::phone:
      return 0.6;
  }
  return 1;
}

// The nearest m that keeps the limit, and of which at least half of what agrees is equal.
Levels constrained(Levels m, FieldKind kind) {
  constexpr auto equal = static_cast<std::size_t>(Level::equal);
  constexpr auto different = static_cast<std::size_t>(Level::different);
  const double different_now = std::min(m[different], different_max(kind));
  const double agree = 1 - m[different];
  const double agree_now = 1 - different_now;
  for (std::size_t i = 0; i < different; ++i) m[i] *= agree_now / agree;
  m[different] = different_now;
  if (const double least = agree_now / 2; m[equal] < least) {
    const double rest = agree_now - m[equal];
    for (std::size_t i = equal + 1; i < different; ++i) m[i] *= (agree_now - least) / rest;
    m[equal] = least;
  }
  return m;
}

bool is_name_like(FieldKind kind) {
  return kind == FieldKind::given_name || kind == FieldKind::middle_name || kind == FieldKind::family_name ||
         kind == FieldKind::company_name || kind == FieldKind::text || kind == FieldKind::number;
}

std::size_t place(Level level) { return static_cast<std::size_t>(level); }

// How often each level stands in each field, with `share` of a pattern.
template <class Share>
std::vector<Levels> counted(std::size_t fields, const Patterns& patterns, Share share) {
  std::vector<Levels> counts(fields, Levels{});
  for (const auto& [pattern, pairs] : patterns) {
    const double weight = share(pattern) * static_cast<double>(pairs);
    for (std::size_t f = 0; f < fields; ++f)
      if (pattern[f] != Level::unknown) counts[f][place(pattern[f])] += weight;
  }
  return counts;
}

void normalise(Levels& levels, const Levels& assumed, double assumed_pairs) {
  double total = 0;
  for (std::size_t i = 0; i < level_count; ++i) total += levels[i] += assumed[i] * assumed_pairs;
  for (auto& level : levels) level /= total;
}

double odds(const Weights& weights, const Pattern& pattern) {
  double log_odds = std::log(odds_of(weights.prior));
  for (std::size_t f = 0; f < pattern.size(); ++f)
    if (pattern[f] != Level::unknown)
      log_odds += std::log(weights.fields[f].m[place(pattern[f])] / weights.fields[f].u[place(pattern[f])]);
  return std::exp(std::min(log_odds, 600.0));
}

// Among pairs taken at random some are one: their part, λ·m, is taken off what was seen.
Levels without_same(const Levels& seen, const Levels& m, double prior, double least) {
  Levels u{};
  double total = 0;
  for (std::size_t i = 0; i < level_count; ++i) total += u[i] = std::max(seen[i] - prior * m[i], least);
  for (auto& level : u) level /= total;
  return u;
}

}  // namespace

Frequencies::Frequencies(const std::unordered_map<std::string, std::int64_t>& counts) {
  double total = 0;
  for (const auto& [value, count] : counts) total += static_cast<double>(count);
  if (total < 2) return;
  std::vector<std::pair<std::int64_t, std::string>> ordered;
  ordered.reserve(counts.size());
  for (const auto& [value, count] : counts) {
    ordered.emplace_back(-count, value);
    same_ += static_cast<double>(count) * static_cast<double>(count - 1) / (total * (total - 1));
  }
  std::sort(ordered.begin(), ordered.end());
  if (ordered.size() > values_max) ordered.resize(values_max);
  for (const auto& [negative, value] : ordered) frequent_[value] = static_cast<double>(-negative) / total;
  rare_ = static_cast<double>(-ordered.back().first) / total;
}

double Frequencies::of(const std::string& value) const {
  const auto found = frequent_.find(value);
  return found == frequent_.end() ? rare_ : found->second;
}

Weights estimate(const Fields& fields, const Observed& observed) {
  Weights weights;
  weights.fields.resize(fields.size());
  std::vector<Levels> seen = counted(fields.size(), observed.random, [](const Pattern&) { return 1.0; });
  std::vector<double> least(fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    double pairs = random_assumed;
    for (const auto count : seen[f]) pairs += count;
    least[f] = 0.1 / pairs;
    normalise(seen[f], u_first(fields[f].kind), random_assumed);
    weights.fields[f].m = m_first;
    weights.fields[f].u = seen[f];
    if (f < observed.frequencies.size() && is_name_like(fields[f].kind))
      weights.fields[f].frequencies = observed.frequencies[f];
  }
  double sharing = 0;
  for (const auto& [pattern, pairs] : observed.sharing) sharing += static_cast<double>(pairs);
  const double pairs_in_all = std::max(observed.pairs, sharing) + random_assumed;
  weights.prior = (0.1 * sharing + 0.5) / pairs_in_all;
  if (sharing == 0) return weights;
  for (int round = 0; round < rounds_max; ++round) {
    // Expectation: what each pattern is, by the weights so far. A pair that shares no key is taken to be two.
    double same = 0;
    auto counts = counted(fields.size(), observed.sharing,
                          [&](const Pattern& pattern) { return probability_of(odds(weights, pattern)); });
    for (const auto& [pattern, pairs] : observed.sharing)
      same += probability_of(odds(weights, pattern)) * static_cast<double>(pairs);
    // Maximization.
    const double prior = std::min((same + 0.5) / pairs_in_all, 0.5);
    double change = std::abs(prior / weights.prior - 1);
    weights.prior = prior;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      normalise(counts[f], m_first, same_assumed);
      counts[f] = constrained(counts[f], fields[f].kind);
      for (std::size_t i = 0; i < level_count; ++i)
        change = std::max(change, std::abs(counts[f][i] - weights.fields[f].m[i]));
      weights.fields[f].m = counts[f];
      weights.fields[f].u = without_same(seen[f], counts[f], weights.prior, least[f]);
    }
    if (change < settled_below) break;
  }
  return weights;
}

std::optional<double> read_merge_odds(std::string_view text) {
  std::int64_t odds = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), odds);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (odds < merge_odds_min || odds > merge_odds_max) return std::nullopt;
  return static_cast<double>(odds);
}

Evidence weigh(const Fields& fields, const Weights& weights, const Record& a, const Record& b) {
  const Pattern pattern = compare(fields, a, b);
  Evidence evidence;
  evidence.fields.resize(fields.size());
  double bits = std::log2(odds_of(weights.prior));
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const auto& field = weights.fields[f];
    auto& found = evidence.fields[f];
    found.level = pattern[f];
    if (pattern[f] == Level::unknown) continue;
    found.weight = std::log2(field.m[place(pattern[f])] / field.u[place(pattern[f])]);
    // Winkler's adjustment: by chance two agree in this value as often as it is borne.
    if (pattern[f] == Level::equal && field.frequencies.same() > 0) {
      double rarest = 1;
      for (const auto& one : a.values[f])
        for (const auto& other : b.values[f])
          if (one.folded == other.folded) rarest = std::min(rarest, field.frequencies.of(one.folded));
      if (rarest > 0) found.weight += std::log2(field.frequencies.same() / rarest);
    }
    found.weight = std::clamp(found.weight, -bits_max, bits_max);
    bits += found.weight;
  }
  evidence.odds = std::exp2(std::min(bits, 996.0));
  return evidence;
}

}  // namespace ganbo::linkage
