#include "linkage/field.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cctype>

#include "linkage/person_name.hpp"
#include "linkage/text_similarity.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::linkage {
namespace {

constexpr std::size_t bytes_max = 64;
constexpr std::size_t written_bytes_max = 128;
// Winkler's bands: below 0.8 two names have little more in common than chance gives.
constexpr double close_from = 0.92;
constexpr double alike_from = 0.8;
constexpr std::size_t phone_tail = 6;  // a number without, or with another, area code

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

// Lower case letters and digits of any script, other signs as single spaces.
std::string words_alone(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0)
      out += c;
    else if (c != '\'' && !out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// Lower case with its marks, each letter in one form (NFC).
std::string lower(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const compose = icu::Normalizer2::getNFCInstance(status);
  auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  icu::UnicodeString composed;
  compose->normalize(text.toLower(), composed, status);
  std::string out;
  composed.toUTF8String(out);
  return out;
}

// YYYYMMDD or YYYY; empty when it is neither.
std::string date_of(std::string_view raw) {
  std::string digits = digits_of(raw);
  if (digits.size() != 4 && digits.size() != 8) return {};
  return digits;
}

Level compare_names(const Value& a, const Value& b) {
  if (a.folded == b.folded) {
    const bool same_marks = a.marked.empty() || b.marked.empty() || a.marked == b.marked;
    return same_marks ? Level::equal : Level::alike;
  }
  if (is_short_form(a.folded, b.folded)) return Level::close;
  if (is_initial(a.folded, b.folded)) return Level::faint;
  const double similarity = jaro_winkler(a.folded, b.folded);
  if (similarity >= close_from) return Level::close;
  return similarity >= alike_from ? Level::alike : Level::different;
}

Level compare_texts(const Value& a, const Value& b) {
  if (a.folded == b.folded) return Level::equal;
  const double similarity = jaro_winkler(a.folded, b.folded);
  if (similarity >= close_from || slips(a.folded, b.folded, 1) <= 1) return Level::close;
  if (similarity >= alike_from) return Level::alike;
  return shared_words(a.folded, b.folded) >= 0.5 ? Level::faint : Level::different;
}

Level compare_codes(std::string_view a, std::string_view b, bool is_long) {
  if (a == b) return Level::equal;
  const std::size_t wrong = slips(a, b, 2);
  if (wrong <= 1) return Level::close;
  return wrong <= 2 && is_long ? Level::alike : Level::different;
}

Level compare_dates(std::string_view a, std::string_view b) {
  if (a == b) return Level::equal;
  const auto year_a = a.substr(0, 4);
  const auto year_b = b.substr(0, 4);
  if (a.size() != 8 || b.size() != 8) return year_a == year_b ? Level::alike : Level::different;
  const auto month_a = a.substr(4, 2), month_b = b.substr(4, 2), day_a = a.substr(6), day_b = b.substr(6);
  const bool swapped = year_a == year_b && month_a == day_b && day_a == month_b;
  if (swapped || slips(a, b, 1) <= 1) return Level::close;
  const int parts = (year_a == year_b) + (month_a == month_b) + (day_a == day_b);
  if (parts == 2 || slips(a, b, 2) <= 2) return Level::alike;
  return year_a == year_b || (month_a == month_b && day_a == day_b) ? Level::faint : Level::different;
}

Level compare_emails(std::string_view a, std::string_view b) {
  if (a == b) return Level::equal;
  const auto local_a = a.substr(0, a.find('@')), local_b = b.substr(0, b.find('@'));
  if (local_a == local_b) return slips(a, b, 2) <= 2 ? Level::close : Level::alike;
  // Namesakes are told apart by a number: lan.nguyen12, lan.nguyen21.
  if (digits_of(local_a) != digits_of(local_b)) return Level::different;
  if (slips(a, b, 2) <= 2) return Level::close;
  return jaro_winkler(local_a, local_b) >= close_from ? Level::faint : Level::different;
}

Level compare_phones(std::string_view a, std::string_view b) {
  if (a == b) return Level::equal;
  if (slips(a, b, 1) <= 1) return Level::close;
  const bool same_tail = a.size() > phone_tail && b.size() > phone_tail &&
                         a.substr(a.size() - phone_tail) == b.substr(b.size() - phone_tail);
  return same_tail ? Level::alike : Level::different;
}

Level best(FieldKind kind, const std::vector<Value>& a, const std::vector<Value>& b) {
  Level found = Level::unknown;
  for (const auto& one : a)
    for (const auto& other : b) {
      const Level level = compare(kind, one, other);
      if (found == Level::unknown || level < found) found = level;
      if (found == Level::equal) return found;
    }
  return found;
}

}  // namespace

std::string_view word_of(Level level) {
  constexpr std::array<std::string_view, 6> words{"equal", "close", "alike", "faint", "different", "unknown"};
  return words[static_cast<std::size_t>(level)];
}

Value prepare(FieldKind kind, std::string_view raw) {
  Value value;
  switch (kind) {
    case FieldKind::date:
      value.folded = date_of(raw);
      break;
    case FieldKind::phone:
      value.folded = digits_of(raw);
      break;
    case FieldKind::email:
      value.folded = fold(raw);
      break;
    case FieldKind::given_name:
    case FieldKind::middle_name:
    case FieldKind::family_name:
      value.folded = words_alone(fold(raw));
      value.marked = words_alone(lower(raw));
      break;
    case FieldKind::company_name:
      value.folded = without_legal_form(words_alone(fold(raw)));
      break;
    case FieldKind::text:
    case FieldKind::number:
    case FieldKind::code:
      value.folded = words_alone(fold(raw));
      break;
  }
  value.folded = first_bytes(value.folded, bytes_max);
  if (value.marked == value.folded) value.marked.clear();
  value.written = tidy_text(first_bytes(raw, written_bytes_max));
  return value;
}

Level compare(FieldKind kind, const Value& a, const Value& b) {
  switch (kind) {
    case FieldKind::given_name:
    case FieldKind::middle_name:
    case FieldKind::family_name:
      return compare_names(a, b);
    case FieldKind::company_name:
    case FieldKind::text:
      return compare_texts(a, b);
    case FieldKind::number:
      return compare_codes(a.folded, b.folded, false);
    case FieldKind::date:
      return compare_dates(a.folded, b.folded);
    case FieldKind::email:
      return compare_emails(a.folded, b.folded);
    case FieldKind::phone:
      return compare_phones(a.folded, b.folded);
    case FieldKind::code:
      return compare_codes(a.folded, b.folded, true);
  }
  return Level::different;
}

Pattern compare(const Fields& fields, const Record& a, const Record& b) {
  Pattern pattern(fields.size(), Level::unknown);
  for (std::size_t f = 0; f < fields.size(); ++f) pattern[f] = best(fields[f].kind, a.values[f], b.values[f]);
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (fields[f].mistaken_for <= static_cast<int>(f)) continue;  // each two once
    const auto g = static_cast<std::size_t>(fields[f].mistaken_for);
    const auto agree = [&](std::size_t in_a, std::size_t in_b) {
      return best(fields[f].kind, a.values[in_a], b.values[in_b]) <= Level::close;
    };
    if (pattern[f] < Level::faint || pattern[g] < Level::faint) continue;
    const bool one_way = agree(f, g);
    const bool other_way = agree(g, f);
    if (one_way || other_way) pattern[f] = Level::faint;
    if (one_way && other_way) pattern[g] = Level::faint;
  }
  for (std::size_t f = 0; f < fields.size(); ++f)
    if (fields[f].tells_only_if_equal && pattern[f] != Level::equal) pattern[f] = Level::unknown;
  return pattern;
}

}  // namespace ganbo::linkage
