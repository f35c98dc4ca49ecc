#include "platform/base/timestamp.hpp"

#include <gtest/gtest.h>

namespace ganbo {
namespace {

TEST(Timestamp, reads_the_forms_that_senders_use) {
  struct Case {
    std::string_view text;
    std::string_view utc;
  };
  const std::vector<Case> cases{
      {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"},
      {"2026-01-02t03:04:05z", "2026-01-02T03:04:05Z"},
      {"2026-01-02 03:04:05Z", "2026-01-02T03:04:05Z"},
      {"2026-01-02", "2026-01-02T00:00:00Z"},
      {"2026-01-02T03:04", "2026-01-02T03:04:00Z"},
      {"2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"},
      {"2026-01-02T03:04:05.6Z", "2026-01-02T03:04:05.600Z"},
      {"2026-01-02T03:04:05.000001Z", "2026-01-02T03:04:05.000001Z"},
      {"2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123456Z"},
      {"2026-01-02T03:04:05+07:00", "2026-01-01T20:04:05Z"},
      {"2026-01-02T03:04:05-0330", "2026-01-02T06:34:05Z"},
      {"2026-01-02T03:04:05+07", "2026-01-01T20:04:05Z"},
      {"2024-02-29T23:59:59+00:00", "2024-02-29T23:59:59Z"},
      {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},  // a leap second
      {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
      {"1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z"},
      {"2200-12-31T23:59:59Z", "2200-12-31T23:59:59Z"},
  };
  for (const auto& c : cases) {
    const auto read = parse_timestamp(c.text, "field");
    ASSERT_TRUE(read.ok()) << c.text;
    EXPECT_EQ(format_timestamp(*read), c.utc) << c.text;
  }
}

TEST(Timestamp, refuses_what_is_no_time) {
  for (const std::string_view text :
       {"", "now", "2026", "2026-1-2", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-02T24:00:00Z",
        "2026-01-02T03:60:00Z", "2026-01-02T03:04:61Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05+25:00",
        "2026-01-02T03:04:05+07:60", "2026-01-02T03:04:05Zx", "2026-01-02T", "1899-12-31T00:00:00Z",
        "2201-01-01T00:00:00Z", "1735689600", "-2026-01-02"}) {
    const auto read = parse_timestamp(text, "timestamp");
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().rule, "format");
    EXPECT_EQ(read.error().field, "timestamp");
  }
}

TEST(Day, counts_from_1970_and_back) {
  EXPECT_EQ(parse_day("1970-01-01", "d")->days, 0);
  EXPECT_EQ(parse_day("1969-12-31", "d")->days, -1);
  EXPECT_EQ(parse_day("2000-03-01", "d")->days, 11'017);
  for (const std::string_view text : {"1900-01-01", "2024-02-29", "2026-12-31", "2200-12-31"})
    EXPECT_EQ(format_day(*parse_day(text, "d")), text);
  for (const std::string_view text : {"", "2026-02-29", "2026-1-1", "2026-01-01T00:00:00Z", "1899-12-31"})
    EXPECT_FALSE(parse_day(text, "d").ok()) << text;
}

Timestamp instant(std::string_view text) { return *parse_timestamp(text, "t"); }

TEST(TimeZone, tells_the_business_s_day) {
  const TimeZone saigon = *TimeZone::named("Asia/Ho_Chi_Minh");
  EXPECT_EQ(format_day(saigon.local_day(instant("2026-01-01T16:59:59.999999Z"))), "2026-01-01");
  EXPECT_EQ(format_day(saigon.local_day(instant("2026-01-01T17:00:00Z"))), "2026-01-02");
  EXPECT_EQ(format_day(saigon.local_day(instant("1969-12-31T17:00:00Z"))), "1970-01-01");
  EXPECT_EQ(format_day(TimeZone::utc().local_day(instant("1969-12-31T23:59:59.999999Z"))), "1969-12-31");
  EXPECT_EQ(TimeZone::named("Asia/Atlantis").error().rule, "known");
  EXPECT_EQ(saigon.name(), "Asia/Ho_Chi_Minh");
}

TEST(TimeZone, goes_over_gaps_and_overlaps_of_summer_time) {
  const TimeZone berlin = *TimeZone::named("Europe/Berlin");
  const Day spring = *parse_day("2026-03-29", "d");
  const Day autumn = *parse_day("2026-10-25", "d");
  const auto clock = [](int hour, int minute) { return hours(hour).micros + minutes(minute).micros; };
  EXPECT_EQ(format_timestamp(berlin.instant_of(spring, clock(1, 59))), "2026-03-29T00:59:00Z");
  EXPECT_EQ(format_timestamp(berlin.instant_of(spring, clock(2, 30))),
            "2026-03-29T01:30:00Z");  // 02:30 does not exist: the later instant, 03:30
  EXPECT_EQ(format_timestamp(berlin.instant_of(spring, clock(3, 0))), "2026-03-29T01:00:00Z");
  EXPECT_EQ(format_timestamp(berlin.instant_of(autumn, clock(2, 30))),
            "2026-10-25T00:30:00Z");  // twice: the earlier one
  EXPECT_EQ(format_timestamp(berlin.instant_of(autumn, clock(3, 0))), "2026-10-25T02:00:00Z");
  EXPECT_EQ(berlin.offset_at(instant("2026-07-01T00:00:00Z")), hours(2));
  EXPECT_EQ(berlin.offset_at(instant("2026-12-01T00:00:00Z")), hours(1));
}

TEST(TimeZone, a_gap_at_midnight_begins_the_day_where_its_clock_begins) {
  const TimeZone sao_paulo = *TimeZone::named("America/Sao_Paulo");  // until 2018 the clock went from 00:00 to 01:00
  EXPECT_EQ(format_timestamp(sao_paulo.instant_of(*parse_day("2018-11-04", "d"), 0)), "2018-11-04T03:00:00Z");
  const TimeZone kathmandu = *TimeZone::named("Asia/Kathmandu");
  EXPECT_EQ(kathmandu.offset_at(instant("2026-01-01T00:00:00Z")), minutes(345));
}

TEST(TimeZone, every_hour_of_a_year_goes_there_and_back) {
  for (const std::string_view name : {"Asia/Ho_Chi_Minh", "Europe/London", "America/New_York", "Australia/Lord_Howe"}) {
    const TimeZone zone = *TimeZone::named(name);
    int told_twice = 0;
    for (Timestamp t = instant("2026-01-01T00:00:00Z"); t < instant("2027-01-01T00:00:00Z"); t = t + minutes(30)) {
      const Day day = zone.local_day(t);
      const std::int64_t wall = t.micros + zone.offset_at(t).micros - std::int64_t{day.days} * 86'400'000'000;
      ASSERT_GE(wall, 0);
      ASSERT_LT(wall, 86'400'000'000);
      told_twice += zone.instant_of(day, wall) == t ? 0 : 1;
    }
    EXPECT_LE(told_twice, 2) << name;  // the second telling of an overlap's hour
  }
}

}  // namespace
}  // namespace ganbo
