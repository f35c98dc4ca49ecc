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
    EXPECT_EQ(text(occurrence(day(first), yearly, day(from))), comes) << first << " from " << from;
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
    const auto found = remind(day(it.first), it.yearly, it.lead_days, day(it.today),
                              [&](Day of) { return it.reminded.contains(format_day(of)); });
    EXPECT_EQ(text(found.day), it.remind) << it.first << " on " << it.today;
    EXPECT_EQ(text(found.look_on), it.look_on) << it.first << " on " << it.today;
  }
}

// Whatever day one looks first, and every day from then on: each time it comes is reminded of once, and in time.
TEST(KeyDate, EveryTimeItComesIsRemindedOfOnce) {
  for (const auto* first : {"1992-02-29", "1990-01-01", "1990-12-31", "1990-05-17"})
    for (const int lead_days : {0, 1, 7, 30}) {
      std::set<Day> reminded;
      std::optional<Day> look_on = day("2026-03-01");
      for (Day today = day("2026-03-01"); today < day("2034-03-01"); ++today.days) {
        if (!look_on || today < *look_on) continue;
        const auto found = remind(day(first), true, lead_days, today, [&](Day of) { return reminded.contains(of); });
        if (found.day) {
          EXPECT_TRUE(reminded.insert(*found.day).second);
          EXPECT_LE(today, *found.day);
        }
        look_on = found.look_on;
      }
      EXPECT_GE(reminded.size(), 8U) << first << " " << lead_days;
      EXPECT_LE(reminded.size(), 9U) << first << " " << lead_days;
    }
}

}  // namespace
}  // namespace ganbo::events
