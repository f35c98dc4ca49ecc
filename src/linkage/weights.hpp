// Fellegi–Sunter: how much the agreement of two parties in a field speaks for their being one, and how much all fields
// together do (Fellegi and Sunter, "A theory for record linkage", JASA 64, 1969).
//
// For a field and a level γ of agreement, m(γ) is the probability of that level among pairs that are one party, u(γ)
// among pairs that are not. Taking the fields as independent of each other within both, the odds that a pair is one are
//
//     λ / (1 − λ) · Π m(γ) / u(γ)        λ: the probability that two parties taken at random are one
//
// A field that one of the two lacks counts as 1. Nobody labels pairs: u comes from pairs taken at random, m and λ by EM
// (Winkler, "Using the EM algorithm for weight computation in the Fellegi-Sunter model of record linkage", 1988, and
// "… of the Fellegi–Sunter model of record linkage", 2000).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "linkage/field.hpp"

namespace ganbo::linkage {

// How many pairs show each pattern of agreement.
using Patterns = std::map<Pattern, std::int64_t>;

// How frequent values are, of those that are frequent: two who are called Nguyễn agree by chance more often than two
// who are called Thái.
class Frequencies {
 public:
  static constexpr std::size_t values_max = 4096;

  Frequencies() = default;
  // Of the values of a field of all parties that have one; those beyond values_max count as the rarest that is kept.
  explicit Frequencies(const std::unordered_map<std::string, std::int64_t>& counts);
  // The probability that a party taken at random has it: 0 where no value is known to be frequent.
  double of(const std::string& value) const;
  // That two taken at random have the same.
  double same() const { return same_; }

 private:
  std::unordered_map<std::string, double> frequent_;
  double rare_ = 0;
  double same_ = 0;
};

struct FieldWeights {
  std::array<double, level_count> m{};  // adds up to 1
  std::array<double, level_count> u{};  // likewise
  Frequencies frequencies;              // of names and texts; else empty
};

struct Weights {
  double prior = 0;  // λ
  std::vector<FieldWeights> fields;
};

// What estimating knows: patterns of pairs taken at random, those of all pairs that share a key, how many pairs there
// are in all, and how frequent values are.
struct Observed {
  Patterns random;
  Patterns sharing;
  double pairs = 0;
  std::vector<Frequencies> frequencies;  // of each field
};

// Where nothing was observed of a field the levels say nothing. Deterministic; no pattern and no field is required.
Weights estimate(const Fields& fields, const Observed& observed);

// What speaks for a pair and what against it.
struct FieldEvidence {
  Level level = Level::unknown;
  double weight = 0;  // log2 of m/u, in bits; 0 where unknown
};
struct Evidence {
  std::vector<FieldEvidence> fields;
  double odds = 0;  // that they are one: 0 to 1e300; 1: as likely as not
};
Evidence weigh(const Fields& fields, const Weights& weights, const Record& a, const Record& b);

// From these odds on two are suggested as one: a probability of 0.95.
inline constexpr double suggest_from_odds = 19;

// From which odds on a business may have two merged without asking. The setting is a whole number in this range.
inline constexpr std::int64_t merge_odds_min = 1'000;
inline constexpr std::int64_t merge_odds_max = 1'000'000'000'000'000;
// Nothing for anything else, such as `off`.
std::optional<double> read_merge_odds(std::string_view text);

// The odds of a probability and back.
constexpr double odds_of(double probability) { return probability / (1 - probability); }
constexpr double probability_of(double odds) { return odds / (1 + odds); }

}  // namespace ganbo::linkage
