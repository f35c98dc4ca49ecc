#include "platform/base/fold.hpp"

#include <simdjson.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace ganbo {
namespace {

bool is_plain_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

void push_space(std::string& out) {
  if (!out.empty() && out.back() != ' ') out += ' ';
}

std::string trimmed(std::string text) {
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::string fold_ascii(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F)
      push_space(out);
    else
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return trimmed(std::move(out));
}

bool is_seen(UChar32 c) { return !u_isUWhiteSpace(c) && !u_iscntrl(c); }

// Written within words of some scripts and within signs that are drawn as one.
bool is_joiner(UChar32 c) { return c == 0x200C || c == 0x200D; }

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

std::string_view first_bytes(std::string_view utf8, std::size_t bytes_max) {
  if (utf8.size() <= bytes_max) return utf8;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U) --end;  // utf8[end] continues a character
  return utf8.substr(0, end);
}

std::string fold(std::string_view utf8) {
  if (is_plain_ascii(utf8)) return fold_ascii(utf8);
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const decompose = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString decomposed;
  decompose->normalize(from_utf8(utf8), decomposed, status);
  decomposed.foldCase();
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    const auto type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) continue;
    kept.append(c == 0x0111 ? UChar32{'d'} : u_isUWhiteSpace(c) || u_iscntrl(c) ? UChar32{' '} : c);
  }
  std::string bytes;
  kept.toUTF8String(bytes);
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    if (c == ' ')
      push_space(out);
    else
      out += c;
  }
  return trimmed(std::move(out));
}

char letter_of(std::string_view folded) {
  if (folded.empty() || folded[0] < 'a' || folded[0] > 'z') return '#';
  return static_cast<char>(folded[0] - 32);
}

std::string tidy_text(std::string_view utf8) {
  std::string bytes;
  if (is_plain_ascii(utf8)) {
    bytes = utf8;
  } else {
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* const compose = icu::Normalizer2::getNFCInstance(status);
    icu::UnicodeString composed;
    compose->normalize(from_utf8(utf8), composed, status);
    icu::UnicodeString kept;
    bool follows = false;  // a character that is seen
    for (std::int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
      const UChar32 c = composed.char32At(i);
      const std::int32_t next = composed.moveIndex32(i, 1);
      const bool joins = is_joiner(c) && follows && next < composed.length() && is_seen(composed.char32At(next));
      follows = is_seen(c);
      kept.append(follows || joins ? c : UChar32{' '});
    }
    kept.toUTF8String(bytes);
  }
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F)
      push_space(out);
    else
      out += c;
  }
  return trimmed(std::move(out));
}

}  // namespace ganbo
