#include "parties/business_calendar.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace ganbo::parties {
namespace {

Day day(std::string_view text) { return *parse_day(text, "day"); }

std::set<std::string> holidays_of(int year) {
  std::set<std::string> found;
  for (Day it = day_of(CivilDate{year, 1, 1}); civil_of(it).year == year; ++it.days)
    if (public_holiday(it)) found.insert(format_day(it));
  return found;
}

// As the government announced them.
TEST(BusinessCalendar, knows_the_public_holidays_of_vietnam) {
  EXPECT_EQ(holidays_of(2024),
            (std::set<std::string>{"2024-01-01", "2024-02-08", "2024-02-09", "2024-02-10", "2024-02-11", "2024-02-12",
                                   "2024-04-18", "2024-04-30", "2024-05-01", "2024-09-02", "2024-09-03"}));
  EXPECT_EQ(holidays_of(2025),
            (std::set<std::string>{"2025-01-01", "2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31",
                                   "2025-04-07", "2025-04-30", "2025-05-01", "2025-09-01", "2025-09-02"}));
  const std::vector<std::pair<int, std::string>> beside{
      {2021, "2021-09-03"}, {2022, "2022-09-01"}, {2023, "2023-09-01"}, {2024, "2024-09-03"}, {2025, "2025-09-01"}};
  for (const auto& [year, second] : beside) EXPECT_TRUE(public_holiday(day(second)).has_value()) << second;
  const std::vector<std::string> tet_begins{"2018-02-14", "2019-02-04", "2020-01-23", "2021-02-10", "2022-01-31",
                                            "2023-01-20", "2024-02-08", "2025-01-27", "2026-02-16"};
  for (const auto& first : tet_begins) {
    EXPECT_TRUE(public_holiday(day(first)).has_value()) << first;
    EXPECT_TRUE(public_holiday({day(first).days + 4}).has_value()) << first;
    EXPECT_FALSE(public_holiday({day(first).days - 1}).has_value()) << first;
  }
  for (int year = 1990; year < 2100; ++year) EXPECT_EQ(holidays_of(year).size(), year < 2026 ? 11U : 12U) << year;
  EXPECT_EQ(public_holiday(day_of({2026, 11, 24}))->vi, "Ngày Văn hóa Việt Nam");
  EXPECT_FALSE(public_holiday(day_of({2025, 11, 24})));
}

// As they were announced: 2022 and 2023 had both holidays of spring at a weekend.
TEST(BusinessCalendar, a_holiday_on_a_weekly_day_off_is_made_up_for) {
  const BusinessCalendar calendar;
  const auto lieu_of = [](const BusinessCalendar& of, int year) {
    std::set<std::string> found;
    for (Day it = day_of(CivilDate{year, 1, 1}); civil_of(it).year == year; ++it.days)
      if (const auto name = holiday(of, it); name && name->en == "Day in lieu") found.insert(format_day(it));
    return found;
  };
  EXPECT_EQ(lieu_of(calendar, 2022), (std::set<std::string>{"2022-01-03", "2022-04-11", "2022-05-02", "2022-05-03"}));
  EXPECT_EQ(lieu_of(calendar, 2023), (std::set<std::string>{"2023-01-02", "2023-01-25", "2023-01-26", "2023-05-02",
                                                            "2023-05-03", "2023-09-04"}));
  EXPECT_EQ(lieu_of(calendar, 2024), (std::set<std::string>{"2024-02-13", "2024-02-14"}));
  EXPECT_TRUE(is_day_off(calendar, day("2022-05-03")));
  EXPECT_FALSE(is_day_off(calendar, day("2022-05-04")));

  BusinessCalendar on_saturdays = calendar;
  on_saturdays.weekly_off = *parse_weekly_off("sunday", "days_off");
  EXPECT_EQ(lieu_of(on_saturdays, 2022), (std::set<std::string>{"2022-04-11", "2022-05-02"}))
      << "1 May is paid on Monday";
  on_saturdays.weekly_off = *parse_weekly_off("none", "days_off");
  EXPECT_TRUE(lieu_of(on_saturdays, 2022).empty());
  on_saturdays = calendar;
  on_saturdays.public_holidays = false;
  EXPECT_TRUE(lieu_of(on_saturdays, 2022).empty());
}

TEST(BusinessCalendar, what_the_business_said_counts_before_all_else) {
  BusinessCalendar calendar;
  const auto off = [&](std::string_view text) { return is_day_off(calendar, day(text)); };
  EXPECT_TRUE(off("2025-05-03"));  // Saturday
  EXPECT_TRUE(off("2025-05-01"));  // Thursday, a holiday
  EXPECT_FALSE(off("2025-05-02"));
  calendar.own[*parse_own_day("2025-05-02", "day")] = {true, "Nghỉ hoán đổi"};
  calendar.own[*parse_own_day("2025-05-03", "day")] = {false, "Làm bù"};
  calendar.own[*parse_own_day("12-24", "day")] = {true, ""};
  calendar.own[*parse_own_day("2026-12-24", "day")] = {false, ""};
  EXPECT_TRUE(off("2025-05-02"));
  EXPECT_FALSE(off("2025-05-03"));
  EXPECT_TRUE(off("2025-12-24"));
  EXPECT_FALSE(off("2026-12-24"));
  calendar.public_holidays = false;
  calendar.weekly_off = *parse_weekly_off("sunday", "days_off");
  EXPECT_FALSE(off("2025-05-01"));
  EXPECT_FALSE(off("2025-05-10"));
  EXPECT_TRUE(off("2025-05-11"));
}

TEST(BusinessCalendar, a_day_is_kept_before_or_after_days_off) {
  const BusinessCalendar calendar;
  const std::vector<std::tuple<std::string, Shift, std::string>> cases{
      {"2025-05-02", Shift::after, "2025-05-02"},  {"2025-05-03", Shift::none, "2025-05-03"},
      {"2025-05-03", Shift::after, "2025-05-05"},  {"2025-05-03", Shift::before, "2025-05-02"},
      {"2025-01-29", Shift::before, "2025-01-24"}, {"2025-01-29", Shift::after, "2025-02-03"},
  };
  for (const auto& [from, shift, expected] : cases)
    EXPECT_EQ(format_day(shifted(calendar, day(from), shift)), expected) << from;
  BusinessCalendar closed;
  for (Day it = day("2025-06-01"); it < day("2025-09-01"); ++it.days) {
    const CivilDate date = civil_of(it);
    closed.own[{date.year, date.month, date.day}] = {true, ""};
  }
  EXPECT_EQ(shifted(closed, day("2025-07-15"), Shift::after), day("2025-07-15"));
}

TEST(BusinessCalendar, says_what_it_cannot_read) {
  const std::vector<std::pair<std::string, std::string>> weeks{
      {"", "required"},
      {"saturday someday", "choice"},
      {"Saturday", "choice"},
      {"monday tuesday wednesday thursday friday saturday sunday", "limit"}};
  for (const auto& [text, rule] : weeks) {
    const auto parsed = parse_weekly_off(text, "business.days_off");
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().rule, rule);
  }
  EXPECT_EQ(weekly_off_words(*parse_weekly_off("sunday saturday", "f")), "saturday sunday");
  EXPECT_EQ(weekly_off_words(*parse_weekly_off("none", "f")), "none");
  for (const auto* text : {"", "12-32", "2025-02-29", "1-1", "2025-1-1", "12/24", "0000-00-00"})
    EXPECT_FALSE(parse_own_day(text, "day").ok()) << text;
  for (const auto* text : {"12-24", "02-29", "2026-12-24"}) EXPECT_EQ(parse_own_day(text, "day")->text(), text);
  for (const auto& facts : {OwnDayFacts{true, "Nghỉ hè"}, OwnDayFacts{false, ""}}) {
    EXPECT_EQ(own_day_facts(own_day_text(facts)).off, facts.off);
    EXPECT_EQ(own_day_facts(own_day_text(facts)).name, facts.name);
  }
}

}  // namespace
}  // namespace ganbo::parties
