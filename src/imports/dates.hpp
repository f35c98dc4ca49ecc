// Dates and times as people write them. ISO (2026-01-31, with or without time) is always understood. Of 5/6/2026 nobody
// can tell which is the month: a whole column decides, by values such as 31/1/2026; a column without such a value is
// read day first, and that is said.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/base/lunar_calendar.hpp"
#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::imports {

enum class DateOrder { undecided, day_first, month_first };

class DateColumn {
 public:
  void see(std::string_view cell);
  // Error (rule "contradiction") when some values can only be day first and others only month first.
  Result<DateOrder> decide(std::string_view header) const;
  bool in_doubt() const { return ambiguous_ && !day_first_ && !month_first_; }
  // The first value that is a day's number in a spreadsheet; empty: there is none.
  const std::string& serial_example() const { return serial_example_; }
  const std::string& example() const { return ambiguous_example_; }

 private:
  bool day_first_ = false;
  bool month_first_ = false;
  bool ambiguous_ = false;
  std::string day_example_;
  std::string month_example_;
  std::string ambiguous_example_;
  std::string serial_example_;
};

struct LocalTime {
  Day day;
  std::int64_t micros_of_day = 0;
  bool has_time = false;
  bool is_instant = false;  // the text named its offset from UTC: `instant` counts
  Timestamp instant;
  Timestamp in(const TimeZone& zone) const { return is_instant ? instant : zone.instant_of(day, micros_of_day); }
};

// The number of a day in a spreadsheet, counted from 1900: `45292` is 2024-01-01, `45292.5` noon of it. Five digits, so
// from 1927 on; nothing else that is a date looks like it.
std::optional<LocalTime> serial_date(std::string_view cell);
// `2010-12-01 08:26`, `01/12/2010 8:26:30 CH`, `1.12.10`, `20101201`, `2010-12-01T08:26:00+07:00`.
Result<LocalTime> read_date(std::string_view cell, DateOrder order, std::string_view header);
// `2 tuần trước`, `một tháng trước`, `hôm qua`, `3 days ago`: the day that is counted back from `as_of`; nothing where
// the cell is written in no such way. A month back from the 31st is the last day of a shorter month.
std::optional<Day> counted_back(std::string_view cell, Day as_of);
// A date of either kind. Error (rule "as_of") where it counts back and `as_of` is not told.
Result<LocalTime> read_date_as_of(std::string_view cell, DateOrder order, std::optional<Day> as_of,
                                  std::string_view header);
// A date of the lunar calendar: `23/4/1990`, always the day first, as nobody else writes them; `1990-04-23`. A leap
// month has an L or `nhuận` behind it: `10/2L/2023`, `10/2 nhuận/2023`.
Result<LunarDate> read_lunar_date(std::string_view cell, std::string_view header);
// A time of day in a column of its own: `8:26`, `08:26:30`, `8:26 PM`, `8h26`. Microseconds of the day.
Result<std::int64_t> read_time_of_day(std::string_view cell, std::string_view header);

}  // namespace ganbo::imports
