#include "card/calendar_days.hpp"

#include <gtest/gtest.h>

namespace ganbo::card {
namespace {

OpenMatter matter(std::string kind, std::string number, std::string_view due) {
  OpenMatter made;
  made.kind = std::move(kind);
  made.number = std::move(number);
  made.due = *parse_day(due, "day");
  return made;
}

std::vector<std::string> shown(const std::vector<OpenMatter>& open, std::string_view since, std::string_view until,
                               const parties::BusinessCalendar& calendar = {}) {
  std::vector<std::string> lines;
  for (const auto& entry :
       calendar_days({{{7}, "Lan", open}}, *parse_day(since, "since"), *parse_day(until, "until"), calendar))
    lines.push_back(format_day(entry.day) + " " + entry.kind +
                    (entry.day == entry.falls_on ? "" : " of " + format_day(entry.falls_on)));
  return lines;
}

using Lines = std::vector<std::string>;

TEST(CalendarDays, AYearlyDateStandsOnItsDayOfTheYearAskedFor) {
  auto birthday = matter("birthday", "b", "1990-05-02");
  birthday.yearly = true;
  EXPECT_EQ(shown({birthday}, "2026-05-01", "2026-05-31"), Lines{"2026-05-02 birthday"});
  EXPECT_EQ(shown({birthday}, "2026-05-02", "2026-05-02"), Lines{"2026-05-02 birthday"});
  EXPECT_EQ(shown({birthday}, "2026-05-03", "2026-06-30"), Lines{});
  EXPECT_EQ(shown({birthday}, "1989-05-01", "1989-05-31"), Lines{}) << "before its first time";
  EXPECT_EQ(shown({birthday}, "2026-05-02", "2027-05-02"), (Lines{"2026-05-02 birthday", "2027-05-02 birthday"}));
}

TEST(CalendarDays, ALunarDateComesByItsOwnYear) {
  auto memorial = matter("key_date", "k", "1990-02-09");  // day 14 of month 1
  memorial.yearly = memorial.lunar = true;
  EXPECT_EQ(shown({memorial}, "2026-03-01", "2026-03-31"), Lines{"2026-03-02 key_date"});
}

TEST(CalendarDays, WhatComesOnceComesOnce) {
  EXPECT_EQ(shown({matter("contract", "c", "2026-05-02")}, "2026-05-01", "2027-05-31"), Lines{"2026-05-02 contract"});
  EXPECT_EQ(shown({matter("visit", "v", "2026-05-02")}, "2026-05-03", "2026-05-31"), Lines{});
}

TEST(CalendarDays, OneThatADayOffMovesSaysOfWhichDay) {
  auto visit = matter("visit", "v", "2026-05-03");  // a Sunday, after two days off
  visit.shift = events::Shift::before;
  parties::BusinessCalendar calendar;
  calendar.weekly_off = *parties::parse_weekly_off("saturday sunday", "days_off");
  EXPECT_EQ(shown({visit}, "2026-04-01", "2026-05-31", calendar), Lines{"2026-04-29 visit of 2026-05-03"});
  EXPECT_EQ(shown({visit}, "2026-05-01", "2026-05-31", calendar), Lines{}) << "it is kept in April";
}

TEST(CalendarDays, AReminderStandsByItselfUnlessAKeyDateRaisedIt) {
  auto birthday = matter("birthday", "b", "1990-05-02");
  birthday.yearly = true;
  const auto raised = matter("reminder", "birthday:b:2026-05-02", "2026-05-02");
  const auto own = matter("reminder", "4711", "2026-05-04");
  EXPECT_EQ(shown({birthday, raised, own}, "2026-05-01", "2026-05-31"),
            (Lines{"2026-05-02 birthday", "2026-05-04 reminder"}));
  EXPECT_EQ(shown({own}, "2026-05-05", "2026-05-31"), Lines{});
}

TEST(CalendarDays, WhatHasNoDayStandsNowhere) {
  OpenMatter complaint;
  complaint.kind = "complaint";
  EXPECT_EQ(shown({complaint}, "2026-05-01", "2026-05-31"), Lines{});
}

}  // namespace
}  // namespace ganbo::card
