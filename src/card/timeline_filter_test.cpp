#include "card/timeline_filter.hpp"

#include <gtest/gtest.h>

#include "events/member_text.hpp"

namespace ganbo::card {
namespace {

class TimelineFilterOn : public ::testing::Test {
 protected:
  static TimelineEntry entry(std::string type, std::string payload, std::string envelope = {}) {
    TimelineEntry made;
    made.id = {1};
    made.type = std::move(type);
    made.payload = std::move(payload);
    made.envelope = std::move(envelope);
    return made;
  }
  bool shown(const TimelineFilter& filter, const TimelineEntry& entry, const parties::FieldReader& reader = {}) const {
    return shows(filter, entry, types_, business_, reader);
  }

  events::EventTypes types_;
  parties::Business business_;
};

TEST_F(TimelineFilterOn, the_envelope_says_the_direction_before_the_type_does) {
  const struct {
    TimelineEntry entry;
    std::string_view direction;
  } cases[] = {
      {entry("message_sent", "{}"), "out"},
      {entry("message_received", "{}"), "in"},
      {entry("message_sent", "{}", R"({"direction":"in"})"), "in"},
      {entry("call", "{}"), ""},
      {entry("call", "{}", R"({"direction":"out"})"), "out"},
      {entry("call", "{}", R"({"place":"Q1"})"), ""},
  };
  for (const auto& [entry, direction] : cases) {
    SCOPED_TRACE(entry.type + entry.envelope);
    EXPECT_EQ(events::direction_of(entry.envelope, *types_.find(entry.type)), direction);
    EXPECT_EQ(shown({"in", {}}, entry), direction == "in");
    EXPECT_EQ(shown({"out", {}}, entry), direction == "out");
    EXPECT_TRUE(shown({}, entry));
  }
}

TEST_F(TimelineFilterOn, words_are_found_wherever_the_entry_says_them) {
  auto call =
      entry("call", R"({"text":"Hỏi giá cà phê rang"})", R"({"place":"Quận 1","participants":[{"name":"Chị Lan"}]})");
  call.staff = "Thu Hà";
  call.whose_name = "Rang xay An Bình";
  for (const auto* found : {"gia ca phe", "quan 1", "chi lan", "thu ha", "an binh"})
    EXPECT_TRUE(shown({"", {found}}, call)) << found;
  EXPECT_TRUE(shown({"", {"gia", "lan"}}, call));
  EXPECT_FALSE(shown({"", {"gia", "minh"}}, call)) << "each must stand in it";
  EXPECT_FALSE(shown({"", {"text"}}, call)) << "names of fields are no words of the entry";
  EXPECT_FALSE(shown({"in", {"gia"}}, call));
}

TEST_F(TimelineFilterOn, the_payload_says_the_channel_before_the_type_does) {
  const struct {
    TimelineEntry entry;
    std::string_view channel;
  } cases[] = {
      {entry("call", "{}"), "phone"},
      {entry("visit", "{}"), "in_person"},
      {entry("page_view", "{}"), "web"},
      {entry("message_sent", R"({"channel":"zalo"})"), "zalo"},
      {entry("support_contact", R"({"channel":"phone"})"), "phone"},
      {entry("note", R"({"text":"channel"})"), ""},
  };
  for (const auto& [entry, channel] : cases) {
    SCOPED_TRACE(entry.type + entry.payload);
    for (const auto* asked : {"phone", "in_person", "web", "zalo"})
      EXPECT_EQ(shown({.direction = {}, .words = {}, .channel = asked}, entry), channel == asked) << asked;
  }
}

TEST_F(TimelineFilterOn, a_person_is_who_of_us_met_them_and_whoever_took_part) {
  auto call = entry("call", "{}", R"({"participants":[{"name":"Chị Lan"},{"phone":"+84901234567"}]})");
  call.staff = "Thu Hà";
  call.whose_name = "An Bình";
  for (const auto* person : {"thu ha", "chi lan", "an binh"})
    EXPECT_TRUE(shown({.direction = {}, .words = {}, .person = person}, call)) << person;
  for (const auto* person : {"thu", "lan", "minh", "+84901234567"})
    EXPECT_FALSE(shown({.direction = {}, .words = {}, .person = person}, call)) << person;
  EXPECT_FALSE(shown({.direction = {}, .words = {}, .person = "minh"}, entry("note", "{}")));
}

TEST_F(TimelineFilterOn, what_somebody_may_not_read_is_not_found) {
  parties::CustomField salary;
  salary.key = "salary";
  salary.readers = {"owner"};
  business_.fields.emplace("salary", salary);
  const auto said = entry("identify", R"({"salary":"ten million"})");
  EXPECT_TRUE(shown({"", {"million"}}, said, {.reads_all = true, .role = {}}));
  EXPECT_FALSE(shown({"", {"million"}}, said, {.reads_all = false, .role = "staff"}));
}

}  // namespace
}  // namespace ganbo::card
