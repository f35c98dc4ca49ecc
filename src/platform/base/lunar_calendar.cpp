#include "platform/base/lunar_calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "platform/base/fold.hpp"
#include "platform/base/sun_and_moon.hpp"

namespace ganbo {
namespace {

constexpr int year_min = 1900;
constexpr int year_max = 2199;
constexpr int solstice_month = 11;
constexpr int months_of_year = 12;
constexpr int solstice_sector = 9;  // of twelve, 30° each, from the equinox of March on: 270°

struct Month {
  Day first;
  int year = 0;  // lunar
  int number = 0;
  bool leap = false;
};

Duration ahead_of_utc(Timestamp t) {
  const Timestamp peking_until{day_of(CivilDate{1929, 1, 1}).days * days(1).micros - hours(8).micros};
  const Timestamp china_until{day_of(CivilDate{1968, 1, 1}).days * days(1).micros - hours(7).micros};
  if (t < peking_until) return seconds(7 * 3600 + 45 * 60 + 40);
  return t < china_until ? hours(8) : hours(7);
}

Day local_day(Timestamp t) {
  const std::int64_t local = (t + ahead_of_utc(t)).micros;
  const std::int64_t day = local / days(1).micros;
  return {static_cast<std::int32_t>(local < 0 && local % days(1).micros != 0 ? day - 1 : day)};
}

// In which twelfth of its way the sun stands when a day begins.
int sector_at(Day day) {
  const Timestamp midnight{day.days * days(1).micros};
  return static_cast<int>(sun_longitude(midnight - ahead_of_utc(midnight - hours(7))) / 30);
}

struct Moon {
  Day first;
  int sector;
};

// Whether the sun passes the solstice in the month that begins with `moon`. Within a month it may pass two twelfths.
bool holds_solstice(const Moon& moon, const Moon& next) {
  return moon.sector < solstice_sector && moon.sector >= solstice_sector - 2 && next.sector >= solstice_sector;
}

std::vector<Month> compute_months() {
  std::vector<Moon> moons;
  const auto noon = [](int year, int month) {
    return Timestamp{day_of(CivilDate{year, month, 1}).days * days(1).micros};
  };
  const std::int64_t last = new_moon_near(noon(year_max + 2, 2));
  for (std::int64_t number = new_moon_near(noon(year_min - 2, 11)); number <= last; ++number) {
    const Day first = local_day(new_moon(number));
    moons.push_back({first, sector_at(first)});
  }
  std::vector<std::size_t> solstices;
  for (std::size_t i = 0; i + 1 < moons.size(); ++i)
    if (holds_solstice(moons[i], moons[i + 1])) solstices.push_back(i);
  std::vector<Month> months;
  for (std::size_t s = 0; s + 1 < solstices.size(); ++s) {
    const std::size_t begin = solstices[s];
    const std::size_t end = solstices[s + 1];
    bool leap_to_come = end - begin > static_cast<std::size_t>(months_of_year);
    int number = solstice_month;
    int year = civil_of(moons[begin].first).year;
    for (std::size_t i = begin; i < end; ++i) {
      const bool leap = leap_to_come && i != begin && moons[i].sector == moons[i + 1].sector;
      if (leap) leap_to_come = false;
      if (!leap && i != begin) {
        number = number == months_of_year ? 1 : number + 1;
        if (number == 1) ++year;
      }
      months.push_back({moons[i].first, year, number, leap});
    }
  }
  return months;
}

// Computed once, in some ten milliseconds.
const std::vector<Month>& months() {
  static const std::vector<Month> all = compute_months();
  return all;
}

std::vector<Month>::const_iterator month_of(int year, int month, bool leap) {
  const auto key = [](int y, int m, bool l) { return (y * (months_of_year + 1) + m) * 2 + (l ? 1 : 0); };
  const int wanted = key(year, month, leap);
  const auto found = std::lower_bound(months().begin(), months().end() - 1, wanted, [&](const Month& it, int value) {
    return key(it.year, it.number, it.leap) < value;
  });
  const bool is_it = found->year == year && found->number == month && found->leap == leap;
  return is_it ? found : months().end();
}

bool in_range(Day day) {
  return day >= day_of(CivilDate{year_min, 1, 1}) && day <= day_of(CivilDate{year_max, 12, 31});
}

// Exactly `count` digits; -1 for anything else.
int digits(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<LunarDate> lunar_of(Day day) {
  if (!in_range(day)) return std::nullopt;
  const auto next = std::upper_bound(months().begin(), months().end(), day,
                                     [](Day wanted, const Month& it) { return wanted < it.first; });
  const Month& month = *(next - 1);
  return LunarDate{month.year, month.number, month.leap, day.days - month.first.days + 1};
}

std::optional<int> days_of_month(int year, int month, bool leap) {
  const auto found = month_of(year, month, leap);
  if (found == months().end() || !in_range(found->first)) return std::nullopt;
  return (found + 1)->first.days - found->first.days;
}

std::optional<Day> day_of(const LunarDate& date) {
  const auto month = month_of(date.year, date.month, date.leap);
  if (month == months().end() || date.day < 1) return std::nullopt;
  const Day day{month->first.days + date.day - 1};
  return day < (month + 1)->first && in_range(day) ? std::optional(day) : std::nullopt;
}

Result<LunarDate> parse_lunar(std::string_view text, std::string_view field) {
  const bool leap = text.size() == 11 && text[7] == 'L';
  const std::size_t dash = leap ? 8 : 7;
  const LunarDate date{digits(text, 0, 4), digits(text, 5, 2), leap, digits(text, dash + 1, 2)};
  const bool is_date = text.size() == dash + 3 && text[4] == '-' && text[dash] == '-' && date.year >= 0 &&
                       date.month >= 1 && date.month <= months_of_year && date.day >= 1 && date.day <= 30;
  if (!is_date)
    return invalid(std::string(field), "format",
                   fmt::format("{} is not a day of the lunar calendar: send year, month and day as 1990-04-23, or "
                               "2023-02L-10 in a leap month.",
                               first_bytes(text, 60)));
  if (!day_of(date))
    return invalid(
        std::string(field), "exists",
        fmt::format("The lunar calendar has no {}: the month has 29 days, or the year no such leap month, or "
                    "it is not between {} and {}.",
                    text, year_min, year_max));
  return date;
}

std::string format_lunar(const LunarDate& date) {
  return fmt::format("{:04}-{:02}{}-{:02}", date.year, date.month, date.leap ? "L" : "", date.day);
}

}  // namespace ganbo
