#include "parties/business_calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "platform/base/fold.hpp"
#include "platform/base/lunar_calendar.hpp"

namespace ganbo::parties {
namespace {

constexpr int days_of_week = 7;
constexpr unsigned whole_week = 0b111'1111;
constexpr int days_of_tet = 5;
constexpr int days_before_tet_max = 2;
constexpr std::array<std::string_view, days_of_week> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                              "friday", "saturday", "sunday"};
enum Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

Weekday weekday_of(Day day) {
  const int since_monday = (day.days + thursday) % days_of_week;  // 1970-01-01 was one
  return static_cast<Weekday>(since_monday < 0 ? since_monday + days_of_week : since_monday);
}

// The day beside 2 September.
int second_day_of_september(int year) {
  switch (weekday_of(day_of(CivilDate{year, 9, 2}))) {
    case monday:    // after Sunday
    case thursday:  // before Saturday, with Friday 3
    case sunday:
      return 3;
    default:
      return 1;
  }
}

std::optional<HolidayName> solar_holiday(const CivilDate& date) {
  if (date.month == 1 && date.day == 1) return HolidayName{"New Year's Day", "Tết Dương lịch"};
  if (date.month == 4 && date.day == 30) return HolidayName{"Reunification Day", "Ngày Chiến thắng"};
  if (date.month == 5 && date.day == 1) return HolidayName{"Labour Day", "Quốc tế Lao động"};
  if (date.month == 9 && (date.day == 2 || date.day == second_day_of_september(date.year)))
    return HolidayName{"National Day", "Quốc khánh"};
  if (date.month == 11 && date.day == 24 && date.year >= 2026)
    return HolidayName{"Vietnam Culture Day", "Ngày Văn hóa Việt Nam"};
  return std::nullopt;
}

// The first day of the lunar year that begins on this day, or within a few days of it.
std::optional<Day> near_new_year(Day day) {
  for (int days = -days_before_tet_max; days <= days_of_tet; ++days) {
    const Day first{day.days - days};
    const auto date = lunar_of(first);
    if (date && date->month == 1 && date->day == 1 && !date->leap) return first;
  }
  return std::nullopt;
}

std::optional<HolidayName> lunar_holiday(Day day) {
  if (const auto first = near_new_year(day)) {
    const Weekday on = weekday_of(*first);
    const int before = on == monday || on == tuesday ? 1 : days_before_tet_max;
    const int place = day.days - first->days + before;
    if (place >= 0 && place < days_of_tet) return HolidayName{"Tết", "Tết Nguyên đán"};
  }
  const auto date = lunar_of(day);
  if (date && !date->leap && date->month == 3 && date->day == 10)
    return HolidayName{"Hùng Kings' Day", "Giỗ Tổ Hùng Vương"};
  return std::nullopt;
}

bool is_weekly_off(const BusinessCalendar& calendar, Day day) {
  return (calendar.weekly_off >> weekday_of(day) & 1U) != 0;
}

// Holidays on weekly days off are owed a working day each, and the first ones after them pay.
bool is_in_lieu(const BusinessCalendar& calendar, Day day) {
  constexpr int days_back = 21;  // Tết, the weekends beside it and all that is owed for them are fewer
  int owed = 0;
  for (Day it{day.days - days_back}; it < day; ++it.days) {
    const bool weekly = is_weekly_off(calendar, it);
    const bool holiday = public_holiday(it).has_value();
    if (weekly && holiday) ++owed;
    if (!weekly && !holiday && owed > 0) --owed;
  }
  return owed > 0 && !is_weekly_off(calendar, day) && !public_holiday(day);
}

}  // namespace

std::optional<HolidayName> public_holiday(Day day) {
  const auto solar = solar_holiday(civil_of(day));
  return solar ? solar : lunar_holiday(day);
}

std::optional<HolidayName> holiday(const BusinessCalendar& calendar, Day day) {
  if (!calendar.public_holidays) return std::nullopt;
  if (const auto found = public_holiday(day)) return found;
  if (is_in_lieu(calendar, day)) return HolidayName{"Day in lieu", "Nghỉ bù"};
  return std::nullopt;
}

std::string OwnDay::text() const {
  return year ? fmt::format("{:04}-{:02}-{:02}", *year, month, day) : fmt::format("{:02}-{:02}", month, day);
}

const OwnDayFacts* find_own_day(const BusinessCalendar& calendar, Day day) {
  const CivilDate date = civil_of(day);
  for (const auto& own : {OwnDay{date.year, date.month, date.day}, OwnDay{std::nullopt, date.month, date.day}})
    if (const auto said = calendar.own.find(own); said != calendar.own.end()) return &said->second;
  return nullptr;
}

bool is_day_off(const BusinessCalendar& calendar, Day day) {
  if (const auto* own = find_own_day(calendar, day)) return own->off;
  return is_weekly_off(calendar, day) || holiday(calendar, day).has_value();
}

Day shifted(const BusinessCalendar& calendar, Day day, Shift shift) {
  if (shift == Shift::none) return day;
  for (int days = 0; days <= shift_days_max; ++days) {
    const Day kept{day.days + days * static_cast<int>(shift)};
    if (!is_day_off(calendar, kept)) return kept;
  }
  return day;
}

Result<unsigned> parse_weekly_off(std::string_view text, std::string_view field) {
  unsigned weekly_off = 0;
  std::istringstream words{std::string(text)};
  std::string word;
  bool any = false;
  for (; words >> word; any = true) {
    const auto* known = std::find(weekdays.begin(), weekdays.end(), word);
    if (known != weekdays.end()) weekly_off |= 1U << (known - weekdays.begin());
    if (known == weekdays.end() && word != "none")
      return invalid(std::string(field), "choice",
                     fmt::format("{} is no day of the week. Name them as \"saturday sunday\", or say none.",
                                 first_bytes(word, 60)));
  }
  if (!any) return invalid(std::string(field), "required", "Name the days as \"saturday sunday\", or say none.");
  if (weekly_off == whole_week)
    return invalid(std::string(field), "limit", "A business works on some day of the week. Leave one out.");
  return weekly_off;
}

std::string weekly_off_words(unsigned weekly_off) {
  std::string words;
  for (std::size_t i = 0; i < weekdays.size(); ++i)
    if ((weekly_off >> i & 1U) != 0) words += (words.empty() ? "" : " ") + std::string(weekdays.at(i));
  return words.empty() ? "none" : words;
}

Result<OwnDay> parse_own_day(std::string_view text, std::string_view field) {
  constexpr std::string_view some_leap_year = "2000-";
  const bool yearly = text.size() == 5;
  const auto day = parse_day(yearly ? std::string(some_leap_year) + std::string(text) : std::string(text), field);
  if (!day.ok())
    return invalid(std::string(field), "format",
                   fmt::format("{} is not a day: send it as 2026-12-24, or as 12-24 for that day of every year.",
                               first_bytes(text, 60)));
  const CivilDate date = civil_of(*day);
  return OwnDay{yearly ? std::nullopt : std::optional(date.year), date.month, date.day};
}

std::string own_day_text(const OwnDayFacts& facts) {
  return (facts.off ? "off" : "work") + (facts.name.empty() ? std::string() : ' ' + facts.name);
}

OwnDayFacts own_day_facts(std::string_view text) {
  const auto space = text.find(' ');
  return {text.substr(0, space) != "work",
          space == std::string_view::npos ? std::string() : std::string(text.substr(space + 1))};
}

}  // namespace ganbo::parties
