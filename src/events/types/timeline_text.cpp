#include "events/types/timeline_text.hpp"

#include <fmt/format.h>

#include <array>

#include "platform/base/lunar_calendar.hpp"

namespace ganbo::events::types {

std::string amount_text(std::int64_t minor, Currency currency, Language language) {
  const char group = language == Language::vi ? '.' : ',';
  const char point = language == Language::vi ? ',' : '.';
  std::string text = format_amount(minor, currency);
  const auto found = text.find('.');
  const std::size_t whole_end = found == std::string::npos ? text.size() : found;
  if (found != std::string::npos) text[found] = point;
  const std::size_t first_digit = text.front() == '-' ? 1 : 0;
  for (std::size_t place = whole_end; place > first_digit + 3;) text.insert(place -= 3, 1, group);
  return text + ' ' + (currency.code() == "VND" ? "₫" : std::string(currency.code()));
}

std::string excerpt(std::string_view text, std::size_t characters_max) {
  const auto line_end = text.find_first_of("\r\n");
  bool cut = line_end != std::string_view::npos && text.find_first_not_of("\r\n ", line_end) != std::string_view::npos;
  text = text.substr(0, line_end);
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;  // inside a character
    if (++characters > characters_max) {
      text = text.substr(0, i);
      cut = true;
      break;
    }
  }
  return std::string(text) + (cut ? "…" : "");
}

std::string line_text(std::string_view head, std::string_view about, const std::vector<std::string>& details) {
  std::string line(head);
  if (!about.empty()) line += ": " + excerpt(about);
  std::string inside;
  for (const auto& detail : details)
    if (!detail.empty()) inside += (inside.empty() ? "" : ", ") + detail;
  return inside.empty() ? line : line + " (" + inside + ")";
}

std::string choice_text(const Description& description, JsonObject payload, std::string_view key, Language language) {
  const auto value = text_of(payload, key);
  const Field* field = find_field(description.fields, key);
  if (value.empty() || field == nullptr) return {};
  for (const auto& choice : field->choices)
    if (choice.value == value) return std::string(choice.label.in(language));
  return {};
}

std::optional<Money> amount_of(JsonObject payload, std::string_view key) {
  const auto amount = decimal_of(payload, key);
  const auto code = text_of(payload, "currency");
  if (!amount || code.empty()) return std::nullopt;
  const auto money = money_of(*amount, Currency::trusted(code), key);
  return money.ok() ? std::optional<Money>(*money) : std::nullopt;
}

std::string money_text(JsonObject payload, std::string_view key, Language language) {
  const auto amount = amount_of(payload, key);
  return amount ? amount_text(amount->minor, amount->currency, language) : std::string();
}

std::string day_text(JsonObject payload, std::string_view key, const Label& after, Language language) {
  const auto day = day_of(payload, key);
  if (!day) return {};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto date = civil_of(*day);
  const std::string text =
      language == Language::vi
          ? fmt::format("{:02}/{:02}/{}", date.day, date.month, date.year)
          : fmt::format("{} {} {}", date.day, months[static_cast<std::size_t>(date.month - 1)], date.year);
  return fmt::format("{} {}", after.in(language), text);
}

std::string minutes_of(JsonObject payload, std::string_view key, Language language) {
  const std::int64_t minutes = integer_of(payload, key, 0);
  return minutes > 0 ? minutes_text(minutes, language) : std::string();
}

std::string decimal_text(JsonObject payload, std::string_view key, Language language) {
  const auto number = decimal_of(payload, key);
  if (!number) return {};
  std::string text = format_decimal(*number);
  if (const auto point = text.find('.'); language == Language::vi && point != std::string::npos) text[point] = ',';
  return text;
}

std::string minutes_text(std::int64_t minutes, Language language) {
  const std::string_view hour_word = language == Language::vi ? "giờ" : "h";
  const std::string_view minute_word = language == Language::vi ? "phút" : "min";
  if (minutes < 60) return fmt::format("{} {}", minutes, minute_word);
  if (minutes % 60 == 0) return fmt::format("{} {}", minutes / 60, hour_word);
  return fmt::format("{} {} {} {}", minutes / 60, hour_word, minutes % 60, minute_word);
}

std::int64_t integer_of(JsonObject payload, std::string_view key, std::int64_t absent) {
  return integer_of(payload, key).value_or(absent);
}

std::optional<std::int64_t> integer_of(JsonObject payload, std::string_view key) {
  std::int64_t value = 0;
  return payload.at_key(key).get(value) ? std::nullopt : std::optional(value);
}

std::optional<Day> day_of(JsonObject payload, std::string_view key) {
  const auto day = parse_day(text_of(payload, key), key);
  return day.ok() ? std::optional(*day) : std::nullopt;
}

std::optional<Day> day_of_lunar(JsonObject payload, std::string_view key) {
  const auto date = parse_lunar(text_of(payload, key), key);
  return date.ok() ? ganbo::day_of(*date) : std::nullopt;
}

std::string lunar_text(JsonObject payload, std::string_view key, Language language) {
  const auto date = parse_lunar(text_of(payload, key), key);
  if (!date.ok()) return {};
  const bool vi = language == Language::vi;
  const std::string_view leap = !date->leap ? "" : vi ? " nhuận" : " (leap)";
  return fmt::format("{}/{}{}/{} {}", date->day, date->month, leap, date->year, vi ? "âm lịch" : "lunar");
}

bool bool_of(JsonObject payload, std::string_view key) {
  bool value = false;
  return !payload.at_key(key).get(value) && value;
}

std::string_view first_text(JsonObject payload, std::initializer_list<std::string_view> keys) {
  for (const auto key : keys)
    if (const auto text = text_of(payload, key); !text.empty()) return text;
  return {};
}

Currency currency_of(JsonObject payload, Currency default_currency) {
  const auto code = text_of(payload, "currency");
  return code.empty() ? default_currency : Currency::trusted(code);
}

}  // namespace ganbo::events::types
