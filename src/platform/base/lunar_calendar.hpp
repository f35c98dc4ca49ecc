// The Vietnamese lunar calendar (âm lịch), computed from the sky for every day of the years 1900 to 2199. Pure.
//
// The rules:
//  - A month begins on the day, local time, on which the moon is new, and has 29 or 30 days.
//  - The month in which the sun passes longitude 270° (the winter solstice) is month 11.
//  - Where thirteen months lie between two months 11, the first of them in which the sun passes no multiple of 30° is a
//    leap month: it has the number of the month before it.
//  - A year begins with month 1: Tết.
//
// Local time is UTC+7 from 1968-01-01 on (decision 121-CP of the government, of 8 August 1967). Until then Vietnamese
// almanacs followed the calendar of China, which was computed for the meridian of Peking (116° 25′ E, UTC+7:45:40)
// until the end of 1928 and for UTC+8 from then on. The south kept UTC+8 until 1975: what was written down there
// between 1968 and then may differ by a day.
//
// A date is written 1990-04-23 (year, month, day); of a leap month with an L after it, 2023-02L-10, as RFC 7529 has it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/base/timestamp.hpp"

namespace ganbo {

struct LunarDate {
  int year = 0;   // in which its first day, Tết, falls
  int month = 1;  // 1..12
  bool leap = false;
  int day = 1;  // 1..30
  bool operator==(const LunarDate&) const = default;
};

// Empty outside of the years 1900 to 2199 of the solar calendar.
std::optional<LunarDate> lunar_of(Day day);
// Empty when there is no such day: the month has 29 days, or the year has no such leap month, or it is out of range.
std::optional<Day> day_of(const LunarDate& date);
// How many days a month has, 29 or 30; empty when the year has no such month, or it is out of range.
std::optional<int> days_of_month(int year, int month, bool leap);

// An error names the field, and says whether it is no date, or none that exists.
Result<LunarDate> parse_lunar(std::string_view text, std::string_view field);
std::string format_lunar(const LunarDate& date);

}  // namespace ganbo
