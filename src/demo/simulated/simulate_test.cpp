#include "demo/simulated/simulate.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ganbo::demo::simulated {
namespace {

Options options_of(std::int64_t parties, bool only_purchases = false) {
  Options made;
  made.parties = parties;
  made.until = day_of(CivilDate{2026, 7, 1});
  made.only_purchases = only_purchases;
  return made;
}

struct Written {
  std::vector<std::string> events;
  std::vector<std::string> truth;
};
Written run(const Options& options) {
  Written out;
  simulate(options, [&](const Line& line) {
    (line.kind == Line::Kind::event ? out.events : out.truth).emplace_back(line.json);
  });
  return out;
}

simdjson::dom::element parsed(simdjson::dom::parser& parser, const std::string& json) {
  simdjson::dom::element document;
  EXPECT_EQ(parser.parse(json).get(document), simdjson::SUCCESS) << json;
  return document;
}

std::string text(simdjson::dom::element object, std::string_view key) {
  std::string_view found;
  return object[key].get(found) ? std::string() : std::string(found);
}
double number(simdjson::dom::element object, std::string_view key) {
  double found = 0;
  EXPECT_FALSE(object[key].get(found)) << key;
  return found;
}

TEST(Simulation, the_same_options_give_the_same_bytes_and_another_seed_others) {
  const auto options = options_of(300);
  const Written once = run(options);
  const Written again = run(options);
  EXPECT_EQ(once.events, again.events);
  EXPECT_EQ(once.truth, again.truth);
  ASSERT_EQ(once.truth.size(), 301U);
  auto other = options;
  ++other.seed;
  EXPECT_NE(run(other).events, once.events);
}

TEST(Simulation, events_come_in_time_under_names_of_their_own_and_the_truth_counts_their_orders) {
  const Written it = run(options_of(2000));
  simdjson::dom::parser parser;
  std::string before;
  std::set<std::string> names;
  std::map<std::string, std::int64_t> orders;
  for (const auto& json : it.events) {
    const auto event = parsed(parser, json);
    EXPECT_LE(before.substr(0, 23), text(event, "timestamp").substr(0, 23));
    before = text(event, "timestamp");
    EXPECT_TRUE(names.insert(text(event, "messageId")).second) << json;
    if (text(event, "event") == "Order Completed") ++orders[text(event, "userId").substr(3)];
  }
  std::int64_t doubles = 0;
  for (std::size_t i = 1; i < it.truth.size(); ++i) {
    const auto truth = parsed(parser, it.truth[i]);
    const std::string number_of = text(truth, "customer").substr(3);
    EXPECT_EQ(number(truth, "orders"), static_cast<double>(orders[number_of])) << it.truth[i];
    doubles += text(truth, "also").empty() ? 0 : 1;
  }
  EXPECT_GT(doubles, 2000 * 0.05 * 0.3);
  EXPECT_LT(doubles, 2000 * 0.05 * 1.2);
}

TEST(Simulation, the_truth_tells_how_each_touchpoint_was_felt_and_what_was_mistyped) {
  const Written it = run(options_of(3000));
  simdjson::dom::parser parser;
  std::map<std::string, std::string> traits;  // by number, of those who were identified
  for (const auto& json : it.events) {
    const auto event = parsed(parser, json);
    if (text(event, "type") == "identify") traits[text(event, "userId")] = simdjson::minify(event["traits"]);
  }
  std::int64_t second_numbers = 0;
  std::map<std::string, std::int64_t> slips;
  for (std::size_t i = 1; i < it.truth.size(); ++i) {
    const auto truth = parsed(parser, it.truth[i]);
    const simdjson::dom::array felt = truth["satisfaction_after_orders"];
    EXPECT_EQ(static_cast<double>(felt.size()), number(truth, "orders")) << it.truth[i];
    const simdjson::dom::array recovered = truth["satisfaction_after_recoveries"];
    EXPECT_EQ(static_cast<double>(recovered.size()), number(truth, "recovered")) << it.truth[i];
    if (text(truth, "also").empty()) continue;
    ++second_numbers;
    simdjson::dom::parser also_parser;
    simdjson::dom::parser first_parser;
    const auto also = parsed(also_parser, traits.at(text(truth, "also")));
    const auto first = parsed(first_parser, traits.at(text(truth, "customer")));
    std::set<std::string> said;
    for (const auto slip : truth["slips"].get_array()) said.insert(std::string(slip.get_string().value()));
    for (const char* field : {"name", "phone", "email", "birthday"}) {
      slips[field] += said.contains(field) ? 1 : 0;
      if (!said.contains(field)) {
        EXPECT_EQ(text(also, field), text(first, field)) << it.truth[i];
      } else if (std::string_view(field) == "birthday") {
        EXPECT_NE(text(also, field), text(first, field)) << it.truth[i];
      }
    }
  }
  for (const char* field : {"name", "phone", "email"})
    EXPECT_NEAR(static_cast<double>(slips[field]) / static_cast<double>(second_numbers), 0.3, 0.15) << field;
}

// E[X(T)] of the Pareto/NBD model (Schmittlein, Morrison and Colombo 1987, equation 17), summed over everybody's own T.
TEST(Simulation, purchases_alone_are_as_many_as_the_model_says) {
  const auto options = options_of(20'000, true);
  const Written it = run(options);
  const Population& p = options.population;
  simdjson::dom::parser parser;
  double sum = 0;
  double expected = 0;
  double squares = 0;
  double worth = 0;
  for (std::size_t i = 1; i < it.truth.size(); ++i) {
    const auto truth = parsed(parser, it.truth[i]);
    const auto joined = parse_day(text(truth, "joined"), "joined");
    ASSERT_TRUE(joined.ok());
    const double days = options.until.days - joined->days;
    const double mean = p.purchase_shape / p.purchase_rate * p.dropout_rate / (p.dropout_shape - 1) *
                        (1 - std::pow(p.dropout_rate / (p.dropout_rate + days), p.dropout_shape - 1));
    const double repeats = number(truth, "orders") - 1;
    sum += repeats - mean;
    expected += mean;
    squares += (repeats - mean) * (repeats - mean);
    worth += number(truth, "mean_worth");
  }
  EXPECT_LT(std::abs(sum), 4 * std::sqrt(squares)) << "expected " << expected << ", off by " << sum;
  const double mean_worth = p.worth_shape * p.worth_scale_rate / (p.worth_scale_shape - 1) * 1000;
  EXPECT_NEAR(worth / 20'000, mean_worth, mean_worth * 0.03);
}

// Who was treated was drawn at random: the difference in orders of the month after is what the treatment did.
TEST(Simulation, who_is_treated_buys_more_than_who_is_held_out) {
  const auto options = options_of(20'000);
  const Written it = run(options);
  simdjson::dom::parser parser;
  std::map<std::string, std::vector<std::int32_t>> days;
  for (const auto& json : it.events) {
    const auto event = parsed(parser, json);
    if (text(event, "event") != "Order Completed") continue;
    days[text(event, "userId").substr(3)].push_back(
        parse_day(text(event, "timestamp").substr(0, 10), "day").value().days);
  }
  std::map<std::string, std::int32_t> day_of_campaign;
  std::map<std::string, std::string> action_of;
  const auto header = parsed(parser, it.truth.front());
  for (const auto campaign : header["campaigns"].get_array()) {
    day_of_campaign[text(campaign, "campaign")] = parse_day(text(campaign, "day"), "day").value().days;
    action_of[text(campaign, "campaign")] = text(campaign, "action");
  }
  ASSERT_GE(day_of_campaign.size(), 9U);
  struct Arm {
    double customers = 0;
    double orders = 0;
    double squares = 0;
    double mean() const { return orders / customers; }
    double variance_of_mean() const { return (squares / customers - mean() * mean()) / customers; }
  };
  std::map<std::string, std::map<bool, Arm>> arms;
  for (std::size_t i = 1; i < it.truth.size(); ++i) {
    const auto truth = parsed(parser, it.truth[i]);
    const auto& bought = days[text(truth, "customer").substr(3)];
    for (const auto campaign : truth["campaigns"].get_array()) {
      const std::string name = text(campaign, "campaign");
      const std::int32_t day = day_of_campaign[name];
      double orders = 0;
      for (const auto on : bought) orders += on > day && on <= day + options.population.effect_days ? 1 : 0;
      bool treated = false;
      ASSERT_FALSE(campaign["treated"].get(treated));
      Arm& arm = arms[action_of[name]][treated];
      arm.customers += 1;
      arm.orders += orders;
      arm.squares += orders * orders;
    }
  }
  for (auto& [action, by_treated] : arms) {
    const Arm& treated = by_treated[true];
    const Arm& held_out = by_treated[false];
    const double share = treated.customers / (treated.customers + held_out.customers);
    EXPECT_NEAR(share, 0.8, 0.02) << action;
    const double z =
        (treated.mean() - held_out.mean()) / std::sqrt(treated.variance_of_mean() + held_out.variance_of_mean());
    EXPECT_GT(z, 3) << action << ": " << treated.mean() << " against " << held_out.mean();
  }
  EXPECT_EQ(arms.size(), 3U);
}

TEST(Simulation, wrong_options_are_refused_by_name) {
  auto options = options_of(0);
  EXPECT_EQ(check(options).error().field, "parties");
  options = options_of(10);
  options.months = 0;
  EXPECT_EQ(check(options).error().field, "months");
  options = options_of(10);
  options.doubles_permille = 1001;
  EXPECT_EQ(check(options).error().field, "doubles");
  options = options_of(10);
  options.typing_errors_permille = -1;
  EXPECT_EQ(check(options).error().field, "typing_errors");
}

}  // namespace
}  // namespace ganbo::demo::simulated
