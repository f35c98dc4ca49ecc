#include "platform/base/timestamp.hpp"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/base/clock.hpp"
#include "platform/base/fold.hpp"

namespace ganbo {
namespace {

constexpr std::int64_t micros_per_day = 86'400'000'000;
constexpr int year_min = 1900;
constexpr int year_max = 2200;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

// Reads exactly `count` digits at `pos` and moves past them; -1 when they are not digits.
int digits(std::string_view text, std::size_t& pos, int count) {
  int value = 0;
  for (int i = 0; i < count; ++i, ++pos) {
    if (pos >= text.size() || text[pos] < '0' || text[pos] > '9') return -1;
    value = value * 10 + (text[pos] - '0');
  }
  return value;
}

bool eat(std::string_view text, std::size_t& pos, char c) {
  if (pos >= text.size() || text[pos] != c) return false;
  ++pos;
  return true;
}

bool read_date(std::string_view text, std::size_t& pos, CivilDate& date) {
  date.year = digits(text, pos, 4);
  if (date.year < 0 || !eat(text, pos, '-')) return false;
  date.month = digits(text, pos, 2);
  if (date.month < 0 || !eat(text, pos, '-')) return false;
  date.day = digits(text, pos, 2);
  return date.day >= 0 && is_real_date(date);
}

// `hh:mm[:ss[.fraction]]`, then `Z`, an offset, or nothing (UTC). Returns microseconds to add to midnight UTC, or
// nothing.
bool read_time(std::string_view text, std::size_t& pos, std::int64_t& micros) {
  const int hour = digits(text, pos, 2);
  if (hour < 0 || hour > 23 || !eat(text, pos, ':')) return false;
  const int minute = digits(text, pos, 2);
  if (minute < 0 || minute > 59) return false;
  int second = 0;
  std::int64_t fraction = 0;
  if (eat(text, pos, ':')) {
    second = digits(text, pos, 2);
    if (second < 0 || second > 60) return false;
    second = std::min(second, 59);  // a leap second is read as the last instant of its minute
    if (eat(text, pos, '.')) {
      std::int64_t scale = 100'000;
      const std::size_t first = pos;
      for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos, scale /= 10)
        fraction += (text[pos] - '0') * scale;
      if (pos == first) return false;
    }
  }
  micros = ((hour * 60LL + minute) * 60 + second) * 1'000'000 + fraction;
  if (pos == text.size() || eat(text, pos, 'Z') || eat(text, pos, 'z')) return pos == text.size();
  const bool behind = text[pos] == '-';
  if (!behind && text[pos] != '+') return false;
  ++pos;
  const int offset_hour = digits(text, pos, 2);
  if (offset_hour < 0 || offset_hour > 18) return false;
  eat(text, pos, ':');
  const int offset_minute = pos == text.size() ? 0 : digits(text, pos, 2);
  if (offset_minute < 0 || offset_minute > 59) return false;
  const std::int64_t offset = (offset_hour * 60LL + offset_minute) * 60'000'000;
  micros += behind ? offset : -offset;
  return pos == text.size();
}

// As many digits as said, with zeros in front; more where the number needs them.
void append_digits(std::string& out, std::int64_t number, int count) {
  char digits[20];
  char* first = digits + sizeof digits;
  for (; number > 0 || count > 0; number /= 10, --count) *--first = static_cast<char>('0' + number % 10);
  out.append(first, static_cast<std::size_t>(digits + sizeof digits - first));
}

void append_day(std::string& out, Day day) {
  const CivilDate d = civil_of(day);
  if (d.year < 0) out += '-';
  append_digits(out, d.year < 0 ? -d.year : d.year, d.year < 0 ? 3 : 4);
  out += '-';
  append_digits(out, d.month, 2);
  out += '-';
  append_digits(out, d.day, 2);
}

Error bad_time(std::string_view field, std::string_view what) {
  return invalid(
      std::string(field), "format",
      fmt::format("{} is not a time: send RFC 3339 such as 2026-01-02T03:04:05Z, between the years {} and {}.", what,
                  year_min, year_max));
}

}  // namespace

Day day_of(CivilDate d) {
  const std::chrono::year_month_day ymd{std::chrono::year{d.year}, std::chrono::month{static_cast<unsigned>(d.month)},
                                        std::chrono::day{static_cast<unsigned>(d.day)}};
  return {static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

CivilDate civil_of(Day day) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{day.days}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

bool is_real_date(CivilDate d) {
  const std::chrono::year_month_day ymd{std::chrono::year{d.year}, std::chrono::month{static_cast<unsigned>(d.month)},
                                        std::chrono::day{static_cast<unsigned>(d.day)}};
  return ymd.ok();
}

Result<Timestamp> parse_timestamp(std::string_view text, std::string_view field) {
  std::size_t pos = 0;
  CivilDate date;
  if (!read_date(text, pos, date) || date.year < year_min || date.year > year_max)
    return bad_time(field, first_bytes(text, 60));
  std::int64_t micros = 0;
  if (pos < text.size()) {
    if (!eat(text, pos, 'T') && !eat(text, pos, 't') && !eat(text, pos, ' '))
      return bad_time(field, first_bytes(text, 60));
    if (!read_time(text, pos, micros)) return bad_time(field, first_bytes(text, 60));
  }
  return Timestamp{day_of(date).days * micros_per_day + micros};
}

Result<Day> parse_day(std::string_view text, std::string_view field) {
  std::size_t pos = 0;
  CivilDate date;
  if (!read_date(text, pos, date) || pos != text.size() || date.year < year_min || date.year > year_max)
    return invalid(std::string(field), "format",
                   fmt::format("{} is not a day: send it as 2026-01-31.", first_bytes(text, 60)));
  return day_of(date);
}

std::string format_day(Day day) {
  std::string text;
  append_day(text, day);
  return text;
}

std::string format_timestamp(Timestamp t) {
  const std::int64_t day = floor_div(t.micros, micros_per_day);
  const std::int64_t rest = t.micros - day * micros_per_day;
  const std::int64_t seconds_of_day = rest / 1'000'000;
  const std::int64_t fraction = rest % 1'000'000;
  std::string text;
  text.reserve(27);
  append_day(text, {static_cast<std::int32_t>(day)});
  text += 'T';
  append_digits(text, seconds_of_day / 3600, 2);
  text += ':';
  append_digits(text, seconds_of_day / 60 % 60, 2);
  text += ':';
  append_digits(text, seconds_of_day % 60, 2);
  if (fraction != 0) {
    text += '.';
    const bool whole_millis = fraction % 1000 == 0;
    append_digits(text, whole_millis ? fraction / 1000 : fraction, whole_millis ? 3 : 6);
  }
  text += 'Z';
  return text;
}

Timestamp SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

// The zone's offsets as a sorted list of transitions over the supported years: one binary search instead of an ICU call
// per event.
struct TimeZone::Rules {
  struct Transition {
    std::int64_t from_micros;
    std::int64_t offset_micros;
  };
  std::vector<Transition> transitions;  // the first begins before every supported instant
};

TimeZone::TimeZone(std::string name) : name_(std::move(name)) {}

Result<TimeZone> TimeZone::named(std::string_view iana_name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<Rules>, std::less<>> known;
  const std::lock_guard lock(mutex);
  TimeZone zone{std::string(iana_name)};
  if (const auto it = known.find(iana_name); it != known.end()) {
    zone.rules_ = it->second.get();
    return zone;
  }
  const std::unique_ptr<icu::TimeZone> icu_zone(icu::TimeZone::createTimeZone(
      icu::UnicodeString::fromUTF8(icu::StringPiece(zone.name_.data(), static_cast<int>(zone.name_.size())))));
  if (!icu_zone || *icu_zone == icu::TimeZone::getUnknown())
    return invalid("time_zone", "known",
                   fmt::format("{} is not a time zone: use an IANA name such as Asia/Ho_Chi_Minh.", iana_name));
  auto rules = std::make_unique<Rules>();
  const auto offset_at = [&](double ms) {
    std::int32_t raw = 0;
    std::int32_t dst = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu_zone->getOffset(ms, false, raw, dst, status);
    return (std::int64_t{raw} + dst) * 1000;
  };
  const double begin_ms = static_cast<double>(day_of({year_min - 1, 1, 1}).days) * 86'400'000.0;
  const double end_ms = static_cast<double>(day_of({year_max + 1, 1, 1}).days) * 86'400'000.0;
  rules->transitions.push_back({std::numeric_limits<std::int64_t>::min(), offset_at(begin_ms)});
  if (const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(icu_zone.get())) {
    icu::TimeZoneTransition transition;
    double at_ms = begin_ms;
    while (basic->getNextTransition(at_ms, false, transition) && transition.getTime() < end_ms) {
      at_ms = transition.getTime();
      rules->transitions.push_back({static_cast<std::int64_t>(at_ms) * 1000, offset_at(at_ms)});
    }
  }
  zone.rules_ = rules.get();
  known.emplace(zone.name_, std::move(rules));
  return zone;
}

TimeZone TimeZone::utc() { return *named("UTC"); }

Duration TimeZone::offset_at(Timestamp t) const {
  const auto& list = rules_->transitions;
  const auto after = std::upper_bound(list.begin(), list.end(), t.micros,
                                      [](std::int64_t m, const auto& x) { return m < x.from_micros; });
  return {std::prev(after)->offset_micros};
}

Day TimeZone::local_day(Timestamp t) const {
  return {static_cast<std::int32_t>(floor_div(t.micros + offset_at(t).micros, micros_per_day))};
}

Timestamp TimeZone::instant_of(Day day, std::int64_t micros_of_day) const {
  const Timestamp wall{day.days * micros_per_day + micros_of_day};
  const Timestamp before = wall - offset_at(wall - days(1));
  const Timestamp after = wall - offset_at(wall + days(1));
  if (before + offset_at(before) == wall) return before;
  if (after + offset_at(after) == wall) return after;
  return before;
}

}  // namespace ganbo
