#include "card/icalendar.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ganbo::card {
namespace {

class Icalendar : public ::testing::Test {
 protected:
  static OpenMatter matter(std::string kind, std::string number, std::string_view due) {
    OpenMatter made;
    made.kind = std::move(kind);
    made.number = std::move(number);
    made.opened_at = {1'768'000'000'500'000};  // 2026-01-09T23:06:40.5Z
    made.due = *parse_day(due, "day");
    return made;
  }
  std::string written(const std::vector<OpenMatter>& open, events::Language language = events::Language::vi) const {
    return icalendar_of({{{7}, "Lan", open}},
                        {types_, calendar_, "Nhà rang", language, *parse_day("2026-03-01", "day")});
  }
  // The values under a name, in their order.
  static std::vector<std::string> values(const std::string& text, const std::string& name) {
    std::vector<std::string> found;
    const std::string begin = "\r\n" + name;
    for (auto place = text.find(begin); place != std::string::npos; place = text.find(begin, place + 1)) {
      const auto from = place + begin.size();
      found.push_back(text.substr(from, text.find("\r\n", from) - from));
    }
    return found;
  }

  events::EventTypes types_;
  parties::BusinessCalendar calendar_;
};

TEST_F(Icalendar, a_birthday_is_one_event_with_a_rule) {
  auto birthday = matter("birthday", "birthday", "1990-05-02");
  birthday.yearly = true;
  const auto text = written({birthday});
  const auto uids = values(text, "UID:");
  ASSERT_EQ(uids.size(), 1U);
  EXPECT_EQ(text,
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ganbo//key dates//EN\r\nCALSCALE:GREGORIAN\r\n"
            "NAME:Nhà rang\r\nX-WR-CALNAME:Nhà rang\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n"
            "BEGIN:VEVENT\r\nUID:" +
                uids[0] +
                "\r\nDTSTAMP:20260109T230640Z\r\nDTSTART;VALUE=DATE:19900502\r\n"
                "RRULE:FREQ=YEARLY\r\nSUMMARY:Lan: sinh nhật\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  EXPECT_EQ(written({birthday}), text) << "the same cards give the same bytes";
  birthday.due = *parse_day("1992-02-29", "day");
  EXPECT_EQ(values(written({birthday}), "RRULE:"), std::vector<std::string>{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"});
  EXPECT_EQ(values(written({birthday}), "UID:"), uids) << "one that moves stays the same event";
}

TEST_F(Icalendar, lunar_and_moved_dates_are_written_out) {
  auto memorial = matter("anniversary", "Giỗ", "1998-10-05");  // day 15 of lunar month 8
  memorial.text = "Giỗ ông";
  memorial.yearly = memorial.lunar = true;
  const auto text = written({memorial});
  EXPECT_TRUE(values(text, "RRULE:").empty());
  EXPECT_EQ(values(text, "DTSTART;VALUE=DATE:"),
            (std::vector<std::string>{"20260925", "20270915", "20281003", "20290922", "20300912"}));
  EXPECT_EQ(values(text, "DESCRIPTION:")[0], "15/8 âm lịch");
  const auto uids = values(text, "UID:");
  EXPECT_EQ(std::set<std::string>(uids.begin(), uids.end()).size(), 5U);
  auto moved = matter("key_date", "Khai trương", "2020-05-03");  // a Sunday in 2026
  moved.yearly = true;
  moved.shift = events::Shift::after;
  EXPECT_EQ(values(written({moved}), "DTSTART;VALUE=DATE:")[0], "20260504");
  EXPECT_EQ(values(written({moved}), "DESCRIPTION:")[0], "Rơi vào ngày nghỉ 3/5/2026");
}

TEST_F(Icalendar, reminders_stand_for_themselves_unless_their_day_is_there) {
  auto contract = matter("contract", "HD-1", "2026-06-30");
  auto about = matter("reminder", "contract:HD-1:2026-06-30", "2026-06-30");
  auto promise = matter("reminder", "promise:H-1:2026-03-02", "2026-03-02");
  const auto text = written({contract, about, promise}, events::Language::en);
  EXPECT_EQ(values(text, "SUMMARY:"), (std::vector<std::string>{"Lan: end of a contract", "Reminder: Lan: promise"}));
  EXPECT_TRUE(values(written({matter("visit", "cũ", "2026-01-01")}), "UID:").empty()) << "what is long past";
}

TEST_F(Icalendar, what_others_wrote_begins_no_line_of_its_own) {
  auto date = matter("key_date", "x", "2026-06-30");
  date.text = "a\r\nEND:VEVENT\r\nBEGIN:VALARM";
  EXPECT_EQ(values(written({date}), "END:VEVENT").size(), 1U);
  EXPECT_TRUE(values(written({date}), "BEGIN:VALARM").empty());
}

}  // namespace
}  // namespace ganbo::card
