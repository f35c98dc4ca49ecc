#include "linkage/weights.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "linkage/clusters.hpp"
#include "linkage/linking.hpp"
#include "platform/base/random.hpp"

namespace ganbo::linkage {
namespace {

const Fields fields{{"given", FieldKind::given_name},
                    {"born", FieldKind::date},
                    {"town", FieldKind::text},
                    {"email", FieldKind::email}};

using Levels = std::array<double, level_count>;
const std::vector<Levels> true_m{{0.80, 0.10, 0.04, 0.02, 0.04},
                                 {0.90, 0.05, 0.02, 0.01, 0.02},
                                 {0.70, 0.10, 0.05, 0.05, 0.10},
                                 {0.85, 0.05, 0.04, 0.01, 0.05}};
const std::vector<Levels> true_u{{0.02, 0.01, 0.03, 0.04, 0.90},
                                 {0.001, 0.004, 0.02, 0.075, 0.90},
                                 {0.10, 0.05, 0.05, 0.10, 0.70},
                                 {0.0005, 0.0005, 0.001, 0.008, 0.99}};

Pattern drawn(Random& random, const std::vector<Levels>& levels) {
  Pattern pattern;
  for (const auto& field : levels) {
    double left = random.uniform();
    std::size_t level = 0;
    while (level + 1 < level_count && left >= field[level]) left -= field[level++];
    pattern.push_back(static_cast<Level>(level));
  }
  return pattern;
}

Observed simulated(double prior, std::int64_t pairs) {
  Random random(7);
  Observed observed;
  observed.pairs = static_cast<double>(pairs);
  for (std::int64_t i = 0; i < pairs; ++i) {
    const auto pattern = drawn(random, random.uniform() < prior ? true_m : true_u);
    ++observed.random[pattern];
    ++observed.sharing[pattern];
  }
  return observed;
}

TEST(Weights, em_recovers_what_the_pairs_were_drawn_from) {
  const Weights found = estimate(fields, simulated(0.02, 300'000));
  EXPECT_NEAR(found.prior, 0.02, 0.001);
  for (std::size_t f = 0; f < fields.size(); ++f)
    for (std::size_t level = 0; level < level_count; ++level) {
      EXPECT_NEAR(found.fields[f].m[level], true_m[f][level], 0.015) << fields[f].name << " " << level;
      EXPECT_NEAR(found.fields[f].u[level], true_u[f][level], 0.003) << fields[f].name << " " << level;
    }
}

TEST(Weights, what_was_never_seen_is_no_proof) {
  const Weights nothing = estimate(fields, {});
  EXPECT_GT(nothing.prior, 0);
  for (const auto& field : nothing.fields)
    for (std::size_t level = 0; level < level_count; ++level) {
      EXPECT_GT(field.u[level], 0);
      EXPECT_TRUE(std::isfinite(std::log(field.m[level] / field.u[level])));
    }
  EXPECT_TRUE(estimate({}, {}).fields.empty());
}

Record person(const char* given, const char* born, const char* town, const char* email) {
  Record made;
  for (const auto* value : {given, born, town, email}) {
    const auto prepared = prepare(fields[made.values.size()].kind, value);
    made.values.emplace_back();
    if (!prepared.folded.empty()) made.values.back().push_back(prepared);
  }
  return made;
}

TEST(Weights, agreement_speaks_for_and_difference_against) {
  const Weights weights = estimate(fields, simulated(0.02, 100'000));
  const auto lan = person("Lan", "1990-05-02", "Huế", "lan@a.test");
  const auto odds = [&](const Record& a, const Record& b) {
    const double forth = weigh(fields, weights, a, b).odds;
    EXPECT_DOUBLE_EQ(forth, weigh(fields, weights, b, a).odds);
    return forth;
  };
  EXPECT_GT(odds(lan, lan), 1e6);
  EXPECT_LT(odds(lan, person("Tuấn", "1971-01-01", "Vinh", "tuan@b.test")), 1e-6);
  EXPECT_LT(odds(lan, person("Lan", "1990-05-02", "Vinh", "")), odds(lan, person("Lan", "1990-05-02", "", "")));
  EXPECT_NEAR(odds(lan, person("", "", "", "")), odds_of(weights.prior), 1e-9) << "nothing known changes nothing";
}

TEST(Weights, a_rare_name_in_common_says_more_than_a_frequent_one) {
  Observed observed = simulated(0.02, 100'000);
  observed.frequencies.resize(fields.size());
  observed.frequencies[0] = Frequencies({{"lan", 300}, {"thai", 3}, {"huong", 200}, {"mai", 497}});
  const Weights weights = estimate(fields, observed);
  const auto weight = [&](const char* name) {
    const auto one = person(name, "", "", "");
    return weigh(fields, weights, one, one).fields[0].weight;
  };
  EXPECT_NEAR(weight("Thái") - weight("Lan"), std::log2(100), 1e-9);
  EXPECT_NEAR(weight("Ngân"), weight("Thái"), 1e-9) << "one that is not known is as rare as the rarest";
}

TEST(Clusters, what_pairs_connect_is_one) {
  using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;
  EXPECT_EQ(clusters(6, Pairs{{1, 2}, {4, 5}, {2, 5}}), (std::vector<std::size_t>{0, 1, 1, 3, 1, 1}));
  EXPECT_TRUE(clusters(0, {}).empty());
}

TEST(Linking, the_same_records_give_the_same_pairs) {
  std::vector<Record> records;
  Random random(3);
  for (int i = 0; i < 300; ++i) {
    const std::string name{static_cast<char>('a' + random.below(26)), static_cast<char>('a' + random.below(26)), 'n'};
    const std::string born = std::to_string(19'500'101 + random.below(50) * 10'000 + random.below(12) * 100);
    records.push_back(person(name.c_str(), born.c_str(), "hue", (name + std::to_string(i) + "@a.test").c_str()));
    if (i % 10 == 0) records.push_back(person(name.c_str(), born.c_str(), "hue", ""));
  }
  const auto run = [&] {
    const auto index = index_of(fields, records);
    const auto weights = estimate(fields, records, index, {});
    std::vector<double> odds;
    for (const auto& pair : likely_pairs(fields, weights, records, index, {}, 1)) {
      EXPECT_LT(pair.a, pair.b);
      odds.push_back(pair.odds);
    }
    return odds;
  };
  EXPECT_EQ(run(), run());
  EXPECT_GE(run().size(), 10u);
}

}  // namespace
}  // namespace ganbo::linkage
