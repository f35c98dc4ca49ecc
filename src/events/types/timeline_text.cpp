#include "events/types/timeline_text.hpp"

#include <fmt/format.h>

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

std::string minutes_text(std::int64_t minutes, Language language) {
  const std::string_view hour_word = language == Language::vi ? "giờ" : "h";
  const std::string_view minute_word = language == Language::vi ? "phút" : "min";
  if (minutes < 60) return fmt::format("{} {}", minutes, minute_word);
  if (minutes % 60 == 0) return fmt::format("{} {}", minutes / 60, hour_word);
  return fmt::format("{} {} {} {}", minutes / 60, hour_word, minutes % 60, minute_word);
}

std::int64_t integer_of(JsonObject payload, std::string_view key, std::int64_t absent) {
  std::int64_t value = 0;
  return payload.at_key(key).get(value) ? absent : value;
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
