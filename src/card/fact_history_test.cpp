#include "card/fact_history.hpp"

#include <gtest/gtest.h>

#include "events/history.hpp"
#include "events/participation.hpp"

namespace ganbo::card {
namespace {

class FactHistory : public ::testing::Test {
 protected:
  static TimelineRow row(std::string type, std::string payload) {
    TimelineRow made;
    made.entry.id = {7};
    made.entry.type = std::move(type);
    made.entry.payload = std::move(payload);
    made.entry.occurred_at = {1'000};
    made.precedence = 5;
    return made;
  }
  std::optional<Told> told(const FactAsked& fact, const TimelineRow& row) const {
    return told_of(fact, row, types_, Currency());
  }
  static FactAsked trait(std::string name) { return {std::move(name), {}, {}, {}}; }
  static FactAsked matter(std::string kind, std::string number) { return {{}, {}, std::move(kind), std::move(number)}; }

  events::EventTypes types_;
};

TEST_F(FactHistory, a_trait_is_told_by_what_names_it_and_taken_away_by_null) {
  const auto address = told(trait("address"), row("identify", R"({"address":"12 Hàng Gai","title":"Chị"})"));
  ASSERT_TRUE(address);
  EXPECT_EQ(address->value_json, R"("12 Hàng Gai")");
  EXPECT_EQ(address->moment, (parties::Moment{{1'000}, 5}));
  EXPECT_FALSE(told(trait("address"), row("identify", R"({"title":"Chị"})")));
  EXPECT_FALSE(told(trait("address"), row("note", R"({"text":"address"})")));
  const auto cleared = told(trait("seats"), row("identify", R"({"seats":null})"));
  ASSERT_TRUE(cleared);
  EXPECT_EQ(cleared->value_json, "null");
}

TEST_F(FactHistory, a_name_is_also_told_by_taking_part_and_then_has_no_time) {
  TimelineRow copy = row("call", "{}");
  copy.participation = events::Participation{{1}, {2}, "Chị Lan", "customer"}.to_json();
  const auto name = told(trait("name"), copy);
  ASSERT_TRUE(name);
  EXPECT_EQ(name->value_json, R"("Chị Lan")");
  EXPECT_FALSE(name->has_time());
  EXPECT_LT(name->moment, told(trait("name"), row("identify", R"({"name":"Lan"})"))->moment);
}

TEST_F(FactHistory, an_identifier_is_told_by_what_attached_it) {
  const parties::Identifier email{parties::IdentifierType::email, "lan@mail.example"};
  TimelineRow attached = row("identify", R"({"email":"lan@mail.example"})");
  EXPECT_FALSE(told({{}, email, {}, {}}, attached)) << "a trait attaches nothing by itself";
  attached.claimed = events::claimed_json({email});
  EXPECT_TRUE(told({{}, email, {}, {}}, attached));
  EXPECT_FALSE(told({{}, parties::Identifier{parties::IdentifierType::email, "b@mail.example"}, {}, {}}, attached));
}

TEST_F(FactHistory, a_matter_is_told_by_what_opens_and_what_closes_it) {
  const auto given =
      told(matter("permission", "zalo:news"), row("permission_given", R"({"channel":"zalo","purpose":"news"})"));
  ASSERT_TRUE(given);
  EXPECT_FALSE(given->closes);
  const auto withdrawn =
      told(matter("permission", "zalo:news"), row("permission_withdrawn", R"({"channel":"zalo","purpose":"news"})"));
  ASSERT_TRUE(withdrawn);
  EXPECT_TRUE(withdrawn->closes);
  EXPECT_FALSE(
      told(matter("permission", "sms:news"), row("permission_given", R"({"channel":"zalo","purpose":"news"})")));
  EXPECT_TRUE(told(matter("role", "supplier"), row("role_held", R"({"role":"supplier"})")));
  // Without a number of its own it is called by its event.
  EXPECT_TRUE(told(matter("promise", "7"), row("promise_made", R"({"text":"gọi lại"})")));
}

}  // namespace
}  // namespace ganbo::card
