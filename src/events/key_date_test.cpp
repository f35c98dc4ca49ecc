#include "events/key_date.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace ganbo::events {
namespace {

Day day(std::string_view text) { return *parse_day(text, "day"); }
std::string text(const std::optional<Day>& day) { return day ? format_day(*day) : "never"; }

TEST(KeyDate, ComesOnceOrEveryYear) {
  const std::vector<std::tuple<std::string, bool, std::string, std::string>> cases{
      // first, yearly, from, comes
      {"2026-05-17", false, "2026-01-01", "2026-05-17"}, {"2026-05-17", false, "2026-05-17", "2026-05-17"},
      {"2026-05-17", false, "2026-05-18", "never"},      {"1990-05-17", true, "2026-05-17", "2026-05-17"},
      {"1990-05-17", true, "2026-05-18", "2027-05-17"},  {"1990-12-31", true, "2026-12-31", "2026-12-31"},
      {"1990-01-01", true, "2026-12-31", "2027-01-01"},  {"2030-01-01", true, "2026-12-31", "2030-01-01"},
      {"1992-02-29", true, "2027-01-01", "2027-02-28"},  {"1992-02-29", true, "2027-03-01", "2028-02-29"},
      {"1992-02-29", true, "2028-02-28", "2028-02-29"},  {"1992-02-29", true, "2100-02-01", "2100-02-28"},
  };
  for (const auto& [first, yearly, from, comes] : cases)
    EXPECT_EQ(text(falls({day(first), yearly}, day(from))), comes) << first << " from " << from;
}

// In 2024 lunar month 12 had 29 days, in 2025 too, in 2026 it has 30; 2023 had a leap month 2, and so has 2042.
TEST(KeyDate, ComesAgainByTheLunarCalendar) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      // first, from, comes
      {"1998-10-05", "2025-01-01", "2025-10-06"},  // day 15 of month 8
      {"1998-10-05", "2025-10-06", "2025-10-06"}, {"1998-10-05", "2025-10-07", "2026-09-25"},
      {"2023-01-21", "2024-03-01", "2025-01-28"},  // day 30 of month 12: on day 29 in the years that follow
      {"2023-01-21", "2025-01-29", "2026-02-16"}, {"2023-01-21", "2026-02-17", "2027-02-05"},
      {"2023-03-31", "2023-01-01", "2023-03-31"},  // of a leap month: begins there, and comes in the ordinary one
      {"2023-03-31", "2023-04-01", "2024-03-19"}, {"2023-03-31", "2042-01-22", "2042-03-01"},
      {"2023-03-31", "2042-03-02", "2043-03-20"},  // once a year, though the leap month comes again
      {"2023-01-22", "2023-12-31", "2024-02-10"},  // Tết
  };
  for (const auto& [first, from, comes] : cases)
    EXPECT_EQ(text(falls({day(first), true, true}, day(from))), comes) << first << " from " << from;
  EXPECT_EQ(text(falls({day("1998-10-05"), false, true}, day("1999-01-01"))), "never");
  EXPECT_EQ(text(falls({day("1998-10-05"), true, true}, day("2199-12-01"))), "never");  // where the calendar ends
}

TEST(KeyDate, IsKeptOffTheDaysOff) {
  const BusinessCalendar calendar;
  const auto kept = [&](const Recurrence& recurrence, std::string_view from) {
    const auto found = occurrence(recurrence, day(from), calendar);
    return found ? format_day(found->falls_on) + " " + format_day(found->kept_on) : "never";
  };
  const Day first = day("1990-05-03");  // a Saturday in 2025, a Sunday in 2026
  EXPECT_EQ(kept({first, true, false, Shift::none}, "2025-05-03"), "2025-05-03 2025-05-03");
  EXPECT_EQ(kept({first, true, false, Shift::before}, "2025-05-01"), "2025-05-03 2025-05-02");
  EXPECT_EQ(kept({first, true, false, Shift::before}, "2025-05-03"), "2026-05-03 2026-04-29");  // over two holidays
  EXPECT_EQ(kept({first, true, false, Shift::after}, "2025-05-05"), "2025-05-03 2025-05-05");
  EXPECT_EQ(kept({first, true, false, Shift::after}, "2025-05-06"), "2026-05-03 2026-05-04");
  EXPECT_EQ(kept({day("2023-01-22"), true, true, Shift::after}, "2025-01-01"), "2025-01-29 2025-02-03");
}

// A holiday that becomes known moves the day, and nobody is reminded of it twice or too late.
TEST(KeyDate, IsRemindedOfOnceWhateverDaysOffBecomeKnown) {
  for (const Shift shift : {Shift::before, Shift::after}) {
    const Recurrence recurrence{day("1990-05-07"), true, false, shift};
    BusinessCalendar calendar;
    std::set<Day> reminded;
    Day look_on = day("2025-01-01");
    for (Day today = look_on; today < day("2026-01-01"); ++today.days) {
      if (today == day("2025-04-20"))
        for (const auto* off : {"2025-05-05", "2025-05-06", "2025-05-07", "2025-05-08"})
          calendar.own[*parties::parse_own_day(off, "day")] = {true, "Sửa nhà"};
      if (today < look_on) continue;
      const auto found = remind(recurrence, 3, today, calendar, [&](Day on) { return reminded.contains(on); });
      if (found.occurrence) {
        EXPECT_EQ(format_day(today), shift == Shift::before ? "2025-04-29" : "2025-05-06");
        EXPECT_TRUE(reminded.insert(found.occurrence->falls_on).second);
      }
      ASSERT_TRUE(found.look_on && *found.look_on > today);
      look_on = *found.look_on;
    }
    EXPECT_EQ(reminded.size(), 1U);
  }
}

TEST(KeyDate, IsRemindedOfOnceAheadOfIt) {
  struct Case {
    std::string first;
    bool yearly;
    int lead_days;
    std::string today;
    std::set<std::string> reminded;
    std::string remind;
    std::string look_on;
  };
  const std::vector<Case> cases{
      {"2026-05-17", false, 7, "2026-05-09", {}, "never", "2026-05-10"},
      {"2026-05-17", false, 7, "2026-05-10", {}, "2026-05-17", "never"},
      {"2026-05-17", false, 7, "2026-05-12", {"2026-05-17"}, "never", "never"},
      {"2026-05-17", false, 7, "2026-05-24", {}, "2026-05-17", "never"},  // late, and still
      {"2026-05-17", false, 7, "2026-05-25", {}, "never", "never"},       // too late
      {"1990-05-17", true, 7, "2026-05-10", {}, "2026-05-17", "2027-05-10"},
      {"1990-05-17", true, 7, "2026-05-11", {"2026-05-17"}, "never", "2027-05-10"},
      {"1990-05-17", true, 7, "2026-05-18", {}, "never", "2027-05-10"},
      {"1990-01-03", true, 7, "2026-12-28", {}, "2027-01-03", "2027-12-27"},
      {"1990-05-17", true, 0, "2026-05-17", {}, "2026-05-17", "2027-05-17"},
  };
  for (const auto& it : cases) {
    const auto found = remind({day(it.first), it.yearly}, it.lead_days, day(it.today), BusinessCalendar(),
                              [&](Day on) { return it.reminded.contains(format_day(on)); });
    EXPECT_EQ(found.occurrence ? format_day(found.occurrence->kept_on) : "never", it.remind)
        << it.first << " on " << it.today;
    EXPECT_EQ(text(found.look_on), it.look_on) << it.first << " on " << it.today;
  }
}

// Whatever day one looks first, and every day from then on: each time it comes is reminded of once, and in time.
TEST(KeyDate, EveryTimeItComesIsRemindedOfOnce) {
  const BusinessCalendar calendar;
  for (const auto* first : {"1992-02-29", "1990-01-01", "1990-12-31", "1990-05-17", "2023-01-21", "2023-03-31"})
    for (const bool lunar : {false, true})
      for (const Shift shift : {Shift::before, Shift::none, Shift::after})
        for (const int lead_days : {0, 1, 7, 30, 365}) {
          const Recurrence recurrence{day(first), true, lunar, shift};
          std::set<Day> reminded;
          std::optional<Day> look_on = day("2026-03-01");
          for (Day today = day("2026-03-01"); today < day("2034-03-01"); ++today.days) {
            if (!look_on || today < *look_on) continue;
            const auto found =
                remind(recurrence, lead_days, today, calendar, [&](Day on) { return reminded.contains(on); });
            if (found.occurrence) {
              EXPECT_TRUE(reminded.insert(found.occurrence->falls_on).second);
              EXPECT_LE(today, found.occurrence->kept_on);
            }
            look_on = found.look_on;
          }
          EXPECT_GE(reminded.size(), 8U) << first << " " << lead_days;
          EXPECT_LE(reminded.size(), 10U) << first << " " << lead_days;
        }
}

}  // namespace
}  // namespace ganbo::events
