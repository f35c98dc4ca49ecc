#include "platform/base/lunar_calendar.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/sun_and_moon.hpp"

namespace ganbo {
namespace {

Day day(std::string_view text) { return *parse_day(text, "day"); }
std::string solar(const LunarDate& date) {
  const auto found = day_of(date);
  return found ? format_day(*found) : "none";
}
std::string lunar(std::string_view text) {
  const auto found = lunar_of(day(text));
  return found ? format_lunar(*found) : "none";
}

// Those of 1968, 1969 and 2007, 2030, 2053 are a day before those of China, that of 1985 a month; until 1967 they are
// the same.
TEST(LunarCalendar, tet_falls_on_the_days_that_vietnam_celebrated) {
  const std::map<int, std::string> days{
      {1901, "1901-02-19"}, {1930, "1930-01-30"}, {1945, "1945-02-13"}, {1954, "1954-02-03"}, {1967, "1967-02-09"},
      {1968, "1968-01-29"}, {1969, "1969-02-16"}, {1970, "1970-02-06"}, {1975, "1975-02-11"}, {1985, "1985-01-21"},
      {1986, "1986-02-09"}, {2000, "2000-02-05"}, {2007, "2007-02-17"}, {2008, "2008-02-07"}, {2015, "2015-02-19"},
      {2020, "2020-01-25"}, {2021, "2021-02-12"}, {2022, "2022-02-01"}, {2023, "2023-01-22"}, {2024, "2024-02-10"},
      {2025, "2025-01-29"}, {2026, "2026-02-17"}, {2027, "2027-02-06"}, {2030, "2030-02-02"}, {2053, "2053-02-18"},
  };
  for (const auto& [year, expected] : days) EXPECT_EQ(solar({year, 1, false, 1}), expected) << year;
}

// 1987 has leap month 7 where China has 6; 2033 is the year in which tables made by simpler rules go wrong.
TEST(LunarCalendar, leap_months_are_those_of_the_almanac) {
  const std::map<int, int> leap_months{{1984, 10}, {1985, 2}, {1987, 7}, {1990, 5}, {1993, 3}, {1995, 8},  {1998, 5},
                                       {2001, 4},  {2004, 2}, {2006, 7}, {2009, 5}, {2012, 4}, {2014, 9},  {2017, 6},
                                       {2020, 4},  {2023, 2}, {2025, 6}, {2028, 5}, {2031, 3}, {2033, 11}, {2036, 6}};
  for (int year = 1986; year <= 2036; ++year) {
    const auto known = leap_months.find(year);
    for (int month = 1; month <= 12; ++month)
      EXPECT_EQ(days_of_month(year, month, true).has_value(), known != leap_months.end() && known->second == month)
          << year << ' ' << month;
  }
  EXPECT_EQ(solar({2023, 2, true, 1}), "2023-03-22");
  EXPECT_EQ(solar({2025, 6, true, 1}), "2025-07-25");
}

TEST(LunarCalendar, days_that_people_keep) {
  EXPECT_EQ(lunar("2025-04-07"), "2025-03-10");  // Giỗ Tổ
  EXPECT_EQ(lunar("2024-04-18"), "2024-03-10");
  EXPECT_EQ(lunar("2025-10-06"), "2025-08-15");  // Trung thu
  EXPECT_EQ(lunar("2023-01-21"), "2022-12-30");  // the eve of Tết
  EXPECT_EQ(lunar("2022-01-31"), "2021-12-29");  // which is the 29th in other years
  EXPECT_EQ(lunar("2023-03-31"), "2023-02L-10");
}

TEST(LunarCalendar, every_day_of_three_centuries_goes_there_and_back) {
  LunarDate before{};
  int month_days = 0;
  for (Day it = day("1900-01-01"); it <= day("2199-12-31"); ++it.days) {
    const auto date = lunar_of(it);
    ASSERT_TRUE(date.has_value()) << format_day(it);
    ASSERT_EQ(day_of(*date), std::optional(it)) << format_day(it);
    ASSERT_EQ(*parse_lunar(format_lunar(*date), "day"), *date);
    if (it == day("1900-01-01")) {
      EXPECT_EQ(format_lunar(*date), "1899-12-01");
    } else if (date->day == 1) {
      EXPECT_TRUE(month_days == 29 || month_days == 30) << format_day(it);
      EXPECT_EQ(days_of_month(before.year, before.month, before.leap).value_or(month_days), month_days);
    } else {
      ASSERT_EQ(date->day, before.day + 1) << format_day(it);
    }
    month_days = date->day;
    before = *date;
  }
}

TEST(LunarCalendar, refuses_what_is_no_day_of_it) {
  EXPECT_EQ(lunar_of(day("2200-01-01")), std::nullopt);
  EXPECT_EQ(lunar_of({day("1900-01-01").days - 1}), std::nullopt);
  const std::vector<std::pair<std::string, std::string>> refused{{"", "format"},
                                                                 {"2023-2-10", "format"},
                                                                 {"2023-02", "format"},
                                                                 {"2023-02L-1", "format"},
                                                                 {"2023-13-01", "format"},
                                                                 {"2023-00-01", "format"},
                                                                 {"2023-02-31", "format"},
                                                                 {"2023-02-00", "format"},
                                                                 {"2023-02K-10", "format"},
                                                                 {"2023-02-10L", "format"},
                                                                 {"2023-03L-10", "exists"},
                                                                 {"2021-12-30", "exists"},
                                                                 {"1500-01-01", "exists"},
                                                                 {"2400-01-01", "exists"},
                                                                 {"0000-01-01", "exists"},
                                                                 {"２０２３-02-10", "format"}};
  for (const auto& [text, rule] : refused) {
    const auto parsed = parse_lunar(text, "day");
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().rule, rule) << text;
    EXPECT_EQ(parsed.error().field, "day");
  }
  EXPECT_EQ(day_of(LunarDate{2023, 2, false, 0}), std::nullopt);
}

// Instants that almanacs print, in universal time.
TEST(SunAndMoon, new_moons_and_solstices_come_when_almanacs_say) {
  const auto apart_seconds = [](Timestamp a, Timestamp b) { return std::abs((a - b).micros) / 1'000'000; };
  for (const auto* instant : {"1968-01-29T16:29:30Z", "1977-02-18T03:37:40Z", "2007-02-17T16:14:20Z",
                              "2017-08-21T18:30:10Z", "2024-04-08T18:20:50Z"}) {
    const Timestamp printed = *parse_timestamp(instant, "instant");
    EXPECT_LE(apart_seconds(new_moon(new_moon_near(printed)), printed), 45) << instant;
  }
  // Two minutes of time are 0.0014° of the sun's way.
  EXPECT_NEAR(sun_longitude(*parse_timestamp("1984-12-21T16:23:00Z", "instant")), 270, 0.0014);
  EXPECT_NEAR(sun_longitude(*parse_timestamp("2020-12-21T10:02:00Z", "instant")), 270, 0.0014);
  EXPECT_NEAR(sun_longitude(*parse_timestamp("1962-06-21T21:24:00Z", "instant")), 90, 0.0014);
}

}  // namespace
}  // namespace ganbo
