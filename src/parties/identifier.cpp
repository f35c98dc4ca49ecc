#include "parties/identifier.hpp"

#include <fmt/format.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "platform/base/fold.hpp"

namespace ganbo::parties {
namespace {

// Values that forms, tills and SDKs send when they mean "nobody".
constexpr std::array<std::string_view, 18> nobody{{"null", "undefined", "none", "nil", "n/a", "na", "nan", "anonymous",
                                                   "guest", "unknown", "test", "admin", "user", "(null)",
                                                   "[object object]", "true", "false", "-"}};
constexpr std::array<std::string_view, 8> nobody_mailboxes{
    {"test@", "noemail@", "no-email@", "none@", "null@", "example@", "noreply@", "no-reply@"}};

// Before normalisation: people write numbers with spaces, brackets and dashes.
constexpr std::size_t raw_bytes_max = 300;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

bool one_character_repeated(std::string_view text) {
  return text.size() > 2 && std::all_of(text.begin(), text.end(), [&](char c) { return c == text.front(); });
}

Error blocked(std::string_view field, std::string_view value) {
  return invalid(std::string(field), "blocked",
                 fmt::format("{} names nobody, so it cannot identify a party. Leave it out.", first_bytes(value, 60)));
}

Error malformed(std::string_view field, std::string_view value, std::string_view expected) {
  return invalid(std::string(field), "format", fmt::format("{} is not {}.", first_bytes(value, 60), expected));
}

Result<std::string> normal_email(std::string_view raw, std::string_view field) {
  const std::string value = lower(raw);
  const auto at_sign = value.find('@');
  const bool plain = std::none_of(value.begin(), value.end(), [](unsigned char c) {
    return c <= ' ' || c == '<' || c == '>' || c == ',' || c == '"';
  });
  const auto dot = value.rfind('.');
  if (!plain || at_sign == 0 || at_sign == std::string::npos || value.find('@', at_sign + 1) != std::string::npos ||
      dot == std::string::npos || dot < at_sign + 2 || dot + 2 > value.size() - 0 || value.back() == '.')
    return malformed(field, raw, "an e-mail address such as lan@example.com");
  for (const auto mailbox : nobody_mailboxes)
    if (value.starts_with(mailbox)) return blocked(field, raw);
  return value;
}

// How nearly everybody in Viet Nam writes a number: 0 or +84 and nine digits, with single spaces, points or dashes
// between them. libphonenumber, which takes 20 microseconds, makes the same of all of these; a test holds the two
// equal.
std::optional<std::string> plain_phone(std::string_view raw, std::string_view region) {
  const bool international = raw.starts_with('+');
  std::string digits;
  bool after_digit = false;
  for (const char c : raw.substr(international ? 1 : 0)) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (!after_digit || (c != ' ' && c != '.' && c != '-'))) return std::nullopt;
    if (is_digit) digits += c;
    after_digit = is_digit;
  }
  if (!after_digit) return std::nullopt;
  constexpr std::string_view country = "84";
  constexpr std::size_t national_digits = 9;
  const std::string_view prefix = international ? country : std::string_view("0");
  if ((!international && region != "VN") || digits.size() != prefix.size() + national_digits ||
      !digits.starts_with(prefix) || digits[prefix.size()] == '0')
    return std::nullopt;
  return fmt::format("+{}{}", country, std::string_view(digits).substr(prefix.size()));
}

bool is_one_digit_repeated(std::string_view raw) {
  std::string digits;
  for (const char c : raw)
    if (c >= '0' && c <= '9') digits += c;
  return digits.size() > 5 && one_character_repeated(digits);
}

Result<std::string> parsed_phone(std::string_view raw, std::string_view region, std::string_view field) {
  using i18n::phonenumbers::PhoneNumber;
  using i18n::phonenumbers::PhoneNumberUtil;
  const PhoneNumberUtil& numbers = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (numbers.Parse(std::string(raw), std::string(region), &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
      !numbers.IsPossibleNumber(number))
    return malformed(
        field, raw,
        fmt::format("a phone number of region {}; write others with their country code, such as +84 912 345 678",
                    region));
  std::string out;
  numbers.Format(number, PhoneNumberUtil::E164, &out);
  return out;
}

// Other numbers are dear to read and come back with everything their owner does, on any thread: some are remembered, in
// parts with a lock each.
class ReadPhones {
 public:
  std::optional<std::string> find(const std::string& key) {
    Part& part = part_of(key);
    const std::lock_guard lock(part.mutex);
    const auto known = part.normal.find(key);
    return known == part.normal.end() ? std::nullopt : std::optional(known->second);
  }

  void remember(std::string key, std::string normal) {
    Part& part = part_of(key);
    const std::lock_guard lock(part.mutex);
    if (part.normal.size() >= numbers_max / parts) part.normal.clear();
    part.normal.emplace(std::move(key), std::move(normal));
  }

 private:
  static constexpr std::size_t parts = 16;
  static constexpr std::size_t numbers_max = 64 * 1024;  // about 10 MB
  struct Part {
    std::mutex mutex;
    std::unordered_map<std::string, std::string> normal;
  };
  Part& part_of(const std::string& key) { return parts_[std::hash<std::string>()(key) % parts]; }

  std::array<Part, parts> parts_;
};

Result<std::string> normal_phone(std::string_view raw, std::string_view region, std::string_view field) {
  if (is_one_digit_repeated(raw)) return blocked(field, raw);
  if (auto plain = plain_phone(raw, region)) return std::move(*plain);
  static ReadPhones read;
  std::string key = fmt::format("{}\x1f{}", region, raw);
  if (auto known = read.find(key)) return std::move(*known);
  std::string normal = TRY(parsed_phone(raw, region, field));
  read.remember(std::move(key), normal);
  return normal;
}

}  // namespace

Result<IdentifierType> parse_identifier_type(std::string_view word, std::string_view field) {
  for (const auto& facts : identifier_types)
    if (facts.word == word) return facts.type;
  return invalid(
      std::string(field), "known",
      fmt::format(
          "{} is not a type of identifier; they are user_id, loyalty_card, external, email, phone and anonymous_id.",
          word));
}

Result<Identifier> normalise(IdentifierType type, std::string_view raw, std::string_view phone_region,
                             std::string_view field) {
  const auto& facts = facts_of(type);
  const std::string_view text = trim(raw);
  if (text.empty()) return invalid(std::string(field), "required", "It is empty. Leave it out, or send a value.");
  if (!is_valid_utf8(text)) return malformed(field, "It", "valid UTF-8");
  const auto too_long = [&] {
    return invalid(std::string(field), "limit", fmt::format("It is longer than {} bytes.", facts.length_max));
  };
  if (text.size() > raw_bytes_max) return too_long();
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; }))
    return malformed(field, "It", "free of control characters");
  const std::string lowered = lower(text);
  const std::string_view local =
      type == IdentifierType::external ? std::string_view(lowered).substr(lowered.find(':') + 1) : lowered;
  if (std::find(nobody.begin(), nobody.end(), local) != nobody.end() ||
      (local.size() > 3 && one_character_repeated(local) && local[0] == '0'))
    return blocked(field, text);

  Identifier identifier{type, {}};
  switch (type) {
    case IdentifierType::email:
      identifier.value = TRY(normal_email(text, field));
      break;
    case IdentifierType::phone:
      identifier.value = TRY(normal_phone(text, phone_region, field));
      break;
    case IdentifierType::loyalty_card:
      for (const char c : text)
        if (c != ' ' && c != '-') identifier.value += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      if (identifier.value.empty()) return malformed(field, text, "the number of a loyalty card");
      break;
    case IdentifierType::external: {
      const auto colon = text.find(':');
      if (colon == 0 || colon == std::string_view::npos || colon + 1 == text.size())
        return malformed(field, text, "written as source:value, such as till:1001");
      identifier.value = lower(text.substr(0, colon)) + std::string(text.substr(colon));
      break;
    }
    case IdentifierType::user_id:
    case IdentifierType::anonymous_id:
      identifier.value = text;
      break;
  }
  if (std::ssize(identifier.value) > facts.length_max) return too_long();
  return identifier;
}

bool same_namespace(const Identifier& a, const Identifier& b) {
  if (a.type != b.type) return false;
  if (a.type != IdentifierType::external) return true;
  return a.value.substr(0, a.value.find(':')) == b.value.substr(0, b.value.find(':'));
}

}  // namespace ganbo::parties
