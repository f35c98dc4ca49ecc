#include "events/participation.hpp"

#include <gtest/gtest.h>

#include "events/history.hpp"

namespace ganbo::events {
namespace {

using parties::Identifier;
using parties::IdentifierType;

TEST(Participants, AreWhoACardCanBeFoundFor) {
  const auto read = read_participants(
      R"({"place":"Q1","participants":[{"name":"Lan","phone":"0951234567","role":"employee"},{"user_id":"u-1","email":"A@b.vn"},{"name":"somebody"},{"party":"77","phone":"0951234567"}]})",
      "envelope", "VN");
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->participants.size(), 3U);
  EXPECT_EQ(read->participants[0].name, "Lan");
  EXPECT_EQ(read->participants[0].role, "employee");
  EXPECT_EQ(read->participants[0].identifiers, (std::vector<Identifier>{{IdentifierType::phone, "+84951234567"}}));
  EXPECT_EQ(read->participants[1].identifiers.size(), 2U);
  EXPECT_EQ(read->participants[2].party.value, 77);
  EXPECT_TRUE(read->participants[2].identifiers.empty()) << "The card says enough.";
  EXPECT_TRUE(read->unusable.empty());
}

TEST(Participants, NameTheFieldOfWhatIsWrong) {
  const auto noted = read_participants(R"({"participants":[{"name":"x"},{"phone":"12"}]})", "context.ganbo", "VN");
  ASSERT_TRUE(noted.ok());
  EXPECT_TRUE(noted->participants.empty());
  ASSERT_EQ(noted->unusable.size(), 1U);
  EXPECT_EQ(noted->unusable[0].field, "context.ganbo.participants[1].phone");
  const auto refused = read_participants(R"({"participants":[{"party":"-1"}]})", "envelope", "VN");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().field, "envelope.participants[0].party");
}

TEST(Participation, IsReadAsItWasWritten) {
  const Participation participation{{12}, {34}, "Nguyễn \"Ba\"", "press"};
  const auto read = Participation::from_json(participation.to_json());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->of.value, 12);
  EXPECT_EQ(read->party.value, 34);
  EXPECT_EQ(read->name, participation.name);
  EXPECT_EQ(read->role, "press");
  EXPECT_FALSE(Participation::from_json(""));
}

// An order that somebody else made counts as a contact, and is not theirs.
TEST(Participation, CountsAsAContactAlone) {
  EventTypes types;
  StoredEvent copy;
  copy.id = {5};
  copy.type = "order_completed";
  copy.moment = {{1000}, 7};
  copy.payload = R"({"order_id":"A1","total":"100","currency":"VND"})";
  copy.participation = Participation{{3}, {4}, "Lan", "agent"}.to_json();
  History history;
  history.add(copy, types, Currency());
  history.finish(Currency());
  EXPECT_TRUE(history.orders.empty());
  EXPECT_EQ(history.figures.orders(), 0);
  EXPECT_EQ(history.figures.touchpoints(), 1);
  EXPECT_EQ(history.figures.last_contact_at, Timestamp{1000});
  EXPECT_EQ(history.roles, std::set<std::string>{"agent"});
  EXPECT_EQ(history.traits.text("name"), "Lan");
}

TEST(Participation, GivesItsNameUntilThereIsABetterOne) {
  parties::Traits traits;
  std::set<std::string> roles;
  Figures figures;
  const auto take_part = [&](std::int64_t at, const std::string& name) {
    fold_participation(traits, roles, figures, "meeting", true, {{1}, {2}, name, ""}, {{at}, 0}, {3});
  };
  take_part(2000, "Anh Ba");
  take_part(1000, "Ba");
  EXPECT_EQ(traits.text("name"), "Anh Ba") << "of several the latest";
  traits.put("name", "\"Nguyễn Văn Ba\"", {{500}, 0}, {3});
  take_part(3000, "ông Ba");
  EXPECT_EQ(traits.text("name"), "Nguyễn Văn Ba");
}

}  // namespace
}  // namespace ganbo::events
