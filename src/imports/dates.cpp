#include "imports/dates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "imports/cells.hpp"
#include "imports/in_quotes.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

int number_at(std::string_view& text, std::size_t digits_max) {
  int value = 0;
  std::size_t digits = 0;
  while (digits < digits_max && digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
    value = value * 10 + (text[digits++] - '0');
  text.remove_prefix(digits);
  return digits == 0 ? -1 : value;
}

// The three numbers of a written date and which of them is the year; what follows stays in `rest`.
struct Parts {
  std::array<int, 3> numbers{};
  bool year_first = false;
  std::string_view rest;
};

std::optional<Parts> parts_of(std::string_view text) {
  Parts parts;
  const bool eight_digits = text.size() >= 8 &&
                            std::all_of(text.begin(), text.begin() + 8, [](char c) { return c >= '0' && c <= '9'; }) &&
                            (text.size() == 8 || text[8] == ' ' || text[8] == 'T');
  if (eight_digits) {
    parts.year_first = true;
    parts.numbers[0] = number_at(text, 4);
    parts.numbers[1] = number_at(text, 2);
    parts.numbers[2] = number_at(text, 2);
    parts.rest = text;
    return parts;
  }
  const std::size_t first_digits = text.find_first_not_of("0123456789");
  parts.numbers[0] = number_at(text, 4);
  if (parts.numbers[0] < 0 || text.empty()) return std::nullopt;
  const char mark = text[0];
  if (mark != '-' && mark != '/' && mark != '.') return std::nullopt;
  text.remove_prefix(1);
  parts.year_first = first_digits == 4;
  parts.numbers[1] = number_at(text, 2);
  if (parts.numbers[1] < 0 || text.empty() || text[0] != mark) return std::nullopt;
  text.remove_prefix(1);
  const std::size_t before = text.size();
  parts.numbers[2] = number_at(text, 4);
  const std::size_t last_digits = before - text.size();
  if (parts.numbers[2] < 0) return std::nullopt;
  if (!parts.year_first) {
    if (last_digits == 2)
      parts.numbers[2] += parts.numbers[2] < 70 ? 2000 : 1900;
    else if (last_digits != 4)
      return std::nullopt;
  }
  parts.rest = text;
  return parts;
}

// Takes `8:26[:30[.123]] [AM|PM|SA|CH]` off the front.
std::optional<std::int64_t> take_time(std::string_view& text) {
  int hour = number_at(text, 2);
  if (hour < 0 || hour > 24 || text.empty() || (text[0] != ':' && text[0] != 'h' && text[0] != 'H'))
    return std::nullopt;
  text.remove_prefix(1);
  int minute = number_at(text, 2);
  if (minute < 0) minute = text.empty() ? 0 : -1;  // `8h`
  if (minute < 0 || minute > 59) return std::nullopt;
  int second = 0;
  std::int64_t fraction = 0;
  if (!text.empty() && text[0] == ':') {
    text.remove_prefix(1);
    second = number_at(text, 2);
    if (second < 0 || second > 60) return std::nullopt;
    if (!text.empty() && (text[0] == '.' || text[0] == ',')) {
      text.remove_prefix(1);
      std::int64_t unit = 100'000;
      while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
        fraction += (text[0] - '0') * unit;
        unit /= 10;
        text.remove_prefix(1);
      }
    }
  }
  const std::string_view tail = trim(text);
  const auto is = [&](std::string_view word) {
    return tail.size() == word.size() &&
           std::equal(tail.begin(), tail.end(), word.begin(), [](char a, char b) { return (a & ~0x20) == b; });
  };
  if (is("AM") || is("SA") || is("PM") || is("CH")) {
    if (hour < 1 || hour > 12) return std::nullopt;
    hour = hour % 12 + (is("PM") || is("CH") ? 12 : 0);
    text = {};
  }
  if (hour == 24 && (minute != 0 || second != 0)) return std::nullopt;
  return ((hour * 60LL + minute) * 60 + std::min(second, 59)) * 1'000'000 + fraction;
}

// Minutes ahead of UTC: `Z`, `UTC`, `+07:00`, `+0700`, `-3`.
std::optional<int> offset_of(std::string_view text) {
  if (text == "Z" || text == "z" || text == "UTC" || text == "GMT") return 0;
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  const int hours = number_at(text, 2);
  if (!text.empty() && text[0] == ':') text.remove_prefix(1);
  const int minutes = text.empty() ? 0 : number_at(text, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || !text.empty()) return std::nullopt;
  return sign * (hours * 60 + minutes);
}

}  // namespace

void DateColumn::see(std::string_view cell) {
  const auto parts = parts_of(trim(cell));
  if (!parts && serial_example_.empty() && serial_date(cell)) serial_example_ = trim(cell).substr(0, 40);
  if (!parts || parts->year_first) return;
  const auto note = [&](bool& flag, std::string& example) {
    if (!flag) example = cell.substr(0, 40);
    flag = true;
  };
  const int first = parts->numbers[0];
  const int second = parts->numbers[1];
  if (first > 12 && second <= 12) note(day_first_, day_example_);
  if (second > 12 && first <= 12) note(month_first_, month_example_);
  if (first <= 12 && second <= 12 && first != second) note(ambiguous_, ambiguous_example_);
}

Result<DateOrder> DateColumn::decide(std::string_view header) const {
  if (day_first_ && month_first_)
    return invalid(std::string(header), "contradiction",
                   fmt::format("In {} the day stands first in {} and the month in {}. Say which it is with --dates dmy "
                               "or --dates mdy; the others are then reported row by row.",
                               header, day_example_, month_example_));
  if (month_first_) return DateOrder::month_first;
  return DateOrder::day_first;
}

std::optional<LocalTime> serial_date(std::string_view cell) {
  constexpr std::int64_t day_of_1970 = 25'569;
  constexpr std::int64_t micros_of_a_day = 86'400'000'000;
  std::string_view text = trim(cell);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits != 5 || text[0] == '0') return std::nullopt;
  const int number = number_at(text, 5);
  LocalTime when;
  std::int64_t day = number - day_of_1970;
  if (!text.empty()) {
    if ((text[0] != '.' && text[0] != ',') || text.size() < 2) return std::nullopt;
    text.remove_prefix(1);
    std::int64_t fraction = 0;  // of 10^12
    std::int64_t unit = 100'000'000'000;
    for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), unit /= 10)
      fraction += (text[0] - '0') * unit;
    if (!text.empty()) return std::nullopt;
    // To the second: what a spreadsheet keeps is not exact.
    const std::int64_t second = (fraction * 864 + 5'000'000'000) / 10'000'000'000;
    when.micros_of_day = second * 1'000'000 % micros_of_a_day;
    day += second * 1'000'000 / micros_of_a_day;
    when.has_time = true;
  }
  when.day = Day{static_cast<std::int32_t>(day)};
  return when;
}

Result<LocalTime> read_date(std::string_view cell, DateOrder order, std::string_view header) {
  const auto refuse = [&] {
    return invalid(
        std::string(header), "date",
        fmt::format(
            "{} in {} is not a date; write 2026-01-31 or 31/01/2026, with a time such as 08:26 if there is one.",
            in_quotes(cell), header));
  };
  const std::string_view text = trim(cell);
  const auto parts = parts_of(text);
  if (!parts) {
    if (auto serial = serial_date(text)) return *serial;
    return refuse();
  }
  const auto& n = parts->numbers;
  CivilDate date;
  if (parts->year_first)
    date = {n[0], n[1], n[2]};
  else if (order == DateOrder::month_first)
    date = {n[2], n[0], n[1]};
  else
    date = {n[2], n[1], n[0]};
  if (date.year < 1900 || date.year > 2200 || !is_real_date(date)) return refuse();
  LocalTime when;
  when.day = day_of(date);
  std::string_view rest = parts->rest;
  if (rest.empty()) return when;
  if (rest[0] != ' ' && rest[0] != 'T' && rest[0] != ',') return refuse();
  rest.remove_prefix(1);
  rest = trim(rest);
  const auto time = take_time(rest);
  if (!time) return refuse();
  when.micros_of_day = *time;
  when.has_time = true;
  rest = trim(rest);
  if (rest.empty()) return when;
  const auto offset = offset_of(rest);
  if (!offset) return refuse();
  when.is_instant = true;
  when.instant = {(when.day.days * 1440LL - *offset) * 60'000'000 + when.micros_of_day};
  return when;
}

std::optional<Day> counted_back(std::string_view cell, Day as_of) {
  std::string text = fold(cell);
  if (text == "hom nay" || text == "today" || text == "vua xong" || text == "just now") return as_of;
  if (text == "hom qua" || text == "yesterday") return Day{as_of.days - 1};
  if (text == "hom kia") return Day{as_of.days - 2};
  const auto drop_end = [&](std::string_view ending) {
    if (!text.ends_with(ending)) return false;
    text.resize(text.size() - ending.size());
    return true;
  };
  if (!drop_end(" truoc") && !drop_end(" ago")) return std::nullopt;
  std::string_view rest = text;
  int count = number_at(rest, 4);
  for (const std::string_view one : {"mot ", "a ", "an ", "one "})
    if (count < 0 && rest.starts_with(one)) {
      count = 1;
      rest.remove_prefix(one.size() - 1);
    }
  if (count < 0 || rest.empty() || rest[0] != ' ') return std::nullopt;
  const std::string_view unit = trim(rest);
  const auto is = [&](std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, unit) != words.end();
  };
  if (is({"giay", "phut", "gio", "tieng", "second", "seconds", "minute", "minutes", "hour", "hours"})) return as_of;
  if (is({"ngay", "hom", "day", "days"})) return Day{as_of.days - count};
  if (is({"tuan", "week", "weeks"})) return Day{as_of.days - 7 * count};
  const bool years = is({"nam", "year", "years"});
  if (!years && !is({"thang", "month", "months"})) return std::nullopt;
  CivilDate date = civil_of(as_of);
  const int months = date.year * 12 + date.month - 1 - count * (years ? 12 : 1);
  if (months < 1900 * 12) return std::nullopt;
  date.year = months / 12;
  date.month = months % 12 + 1;
  while (!is_real_date(date)) --date.day;
  return day_of(date);
}

Result<LocalTime> read_date_as_of(std::string_view cell, DateOrder order, std::optional<Day> as_of,
                                  std::string_view header) {
  auto when = read_date(cell, order, header);
  if (when.ok()) return when;
  const auto day = counted_back(cell, as_of.value_or(Day{}));
  if (!day) return when;
  if (!as_of)
    return invalid(std::string(header), "as_of",
                   fmt::format("{} in {} counts back from a day that the file does not say. Say which it is, such as "
                               "--as-of 2026-01-31.",
                               in_quotes(cell), header));
  LocalTime read;
  read.day = *day;
  return read;
}

Result<std::int64_t> read_time_of_day(std::string_view cell, std::string_view header) {
  std::string_view text = trim(cell);
  const auto time = take_time(text);
  if (!time || !trim(text).empty())
    return invalid(std::string(header), "time",
                   fmt::format("{} in {} is not a time of day; write 08:26 or 8:26 PM.", in_quotes(cell), header));
  return *time;
}

Result<LunarDate> read_lunar_date(std::string_view cell, std::string_view header) {
  std::string plain = fold(cell);
  bool leap = false;
  for (const std::string_view word : {"nhuan", "l"})
    if (const auto at = plain.find(word); at != std::string::npos) {
      plain.erase(at, word.size());
      leap = true;
    }
  std::vector<std::string> parts(1);
  for (const char c : plain) {
    if (c >= '0' && c <= '9')
      parts.back() += c;
    else if (c == '/' || c == '-' || c == '.')
      parts.emplace_back();
    else if (c != ' ')
      parts.back() += '?';
  }
  if (parts.size() == 3 && parts[0].size() != 4) std::swap(parts[0], parts[2]);
  if (parts.size() != 3) parts.assign(3, "?");
  const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
  return parse_lunar(fmt::format("{}-{}{}-{}", parts[0], two(parts[1]), leap ? "L" : "", two(parts[2])), header);
}

}  // namespace ganbo::imports
