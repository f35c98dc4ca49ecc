// The business calendar: on which days the business does not work. Pure.
//
// A day is off when the business said so of that very day; else when it said so of that day of every year; else when it
// is a weekly day off, or a public holiday of Vietnam or a day in lieu of one (unless those are not kept). What the
// business said counts before all else, so a Saturday that is worked in exchange for a holiday is said to be worked.
//
// Public holidays, by article 112 of the Labour Code of 2019: 1 January; five days of Tết; Giỗ Tổ, day 10 of lunar
// month 3; 30 April; 1 May; 2 September and a day beside it; and, by resolution 80-NQ/TW of 7 January 2026, 24 November
// from that year on. Which days make up Tết, and on which side of 2 September
// the other day lies, the government says every autumn for the year to come. Here the two last days of the old year and
// the three first of the new are Tết, but one and four where the first is a Monday or a Tuesday, which takes fewer days
// of a weekend: so the notices of the Ministry of Labour had it in each year from 2018 to 2026. The day beside 2
// September is on the side on which it joins a weekend, and 1 September where neither does. Where a year is another,
// the business says so of those days. By article 111 the next working day is off for each holiday that falls on a
// weekly day off.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/timestamp.hpp"

namespace ganbo::parties {

// What becomes of a day that falls on one off: it stays, or is kept on the last working day before or the first after.
enum class Shift { before = -1, none = 0, after = 1 };
inline constexpr int shift_days_max = 31;  // where no working day is nearer, it stays

// A day as the business has it: `2026-12-24`, or `12-24` in every year.
struct OwnDay {
  std::optional<int> year;
  int month = 1;
  int day = 1;
  auto operator<=>(const OwnDay&) const = default;
  std::string text() const;
};
inline constexpr std::size_t own_days_max = 2000;
inline constexpr std::size_t own_day_name_bytes_max = 200;

struct OwnDayFacts {
  bool off = true;  // false: it is worked
  std::string name;
};

struct BusinessCalendar {
  unsigned weekly_off = 0b110'0000;  // bit 0 is Monday; Saturday and Sunday
  bool public_holidays = true;
  std::map<OwnDay, OwnDayFacts> own;
};

struct HolidayName {
  std::string_view en;
  std::string_view vi;
};
std::optional<HolidayName> public_holiday(Day day);
// The same with the days in lieu that the business's week makes; null where it keeps none.
std::optional<HolidayName> holiday(const BusinessCalendar& calendar, Day day);

// What the business said of a day; null: nothing.
const OwnDayFacts* find_own_day(const BusinessCalendar& calendar, Day day);
bool is_day_off(const BusinessCalendar& calendar, Day day);
Day shifted(const BusinessCalendar& calendar, Day day, Shift shift);

// `saturday sunday`, or `none`; a business works on some day of the week.
Result<unsigned> parse_weekly_off(std::string_view text, std::string_view field);
std::string weekly_off_words(unsigned weekly_off);
Result<OwnDay> parse_own_day(std::string_view text, std::string_view field);

// As one text, in which settings keep it: `off Nghỉ hè`, `work`.
std::string own_day_text(const OwnDayFacts& facts);
OwnDayFacts own_day_facts(std::string_view text);

}  // namespace ganbo::parties
