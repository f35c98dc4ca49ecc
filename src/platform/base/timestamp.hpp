// Timestamp: an instant as microseconds since 1970-01-01T00:00:00Z. Day: a calendar day as days since 1970-01-01.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo {

struct Timestamp {
  std::int64_t micros = 0;
  auto operator<=>(const Timestamp&) const = default;
};

struct Duration {
  std::int64_t micros = 0;
  auto operator<=>(const Duration&) const = default;
};

constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return minutes(n * 60); }
constexpr Duration days(std::int64_t n) { return hours(n * 24); }

constexpr Timestamp operator+(Timestamp t, Duration d) { return {t.micros + d.micros}; }
constexpr Timestamp operator-(Timestamp t, Duration d) { return {t.micros - d.micros}; }
constexpr Duration operator-(Timestamp a, Timestamp b) { return {a.micros - b.micros}; }

struct Day {
  std::int32_t days = 0;
  auto operator<=>(const Day&) const = default;
};

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
};

Day day_of(CivilDate date);
CivilDate civil_of(Day day);
bool is_real_date(CivilDate date);

// RFC 3339 (and the ISO 8601 forms that SDKs send: `2026-01-02T03:04:05.678Z`, offsets, a space for `T`, a date alone
// is midnight UTC). Years 1900 to 2200. `field` names the field in the error.
Result<Timestamp> parse_timestamp(std::string_view text, std::string_view field);
// `2026-01-02`. Same range.
Result<Day> parse_day(std::string_view text, std::string_view field);

// RFC 3339 in UTC with as many decimals as are needed (0, 3 or 6).
std::string format_timestamp(Timestamp t);
std::string format_day(Day day);

// The business's time zone (IANA name). Thread-safe after construction; copies share the zone's rules.
class TimeZone {
 public:
  static Result<TimeZone> named(std::string_view iana_name);
  static TimeZone utc();

  Day local_day(Timestamp t) const;
  // The instant at which a local wall-clock time stands; in a gap the later instant, in an overlap the earlier one.
  Timestamp instant_of(Day day, std::int64_t micros_of_day) const;
  Duration offset_at(Timestamp t) const;
  const std::string& name() const { return name_; }

 private:
  struct Rules;
  explicit TimeZone(std::string name);
  std::string name_;
  const Rules* rules_ = nullptr;  // interned for the life of the process
};

}  // namespace ganbo
