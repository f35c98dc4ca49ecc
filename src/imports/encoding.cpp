#include "imports/encoding.hpp"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <set>

#include "imports/tcvn3.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

constexpr std::array<std::pair<Encoding, std::string_view>, 5> words{{{Encoding::utf_8, "utf-8"},
                                                                      {Encoding::utf_16_le, "utf-16le"},
                                                                      {Encoding::utf_16_be, "utf-16be"},
                                                                      {Encoding::windows_1258, "windows-1258"},
                                                                      {Encoding::tcvn3, "tcvn3"}}};

constexpr std::int64_t words_enough = 5000;

Error meaningless(Encoding encoding) {
  return invalid("encoding", "encoding", fmt::format("holds bytes that mean nothing in {}", word_of(encoding)));
}

// Composes what is whole. What a mark may still follow waits: nothing changes behind the end of a line.
class Composer {
 public:
  void take(icu::UnicodeString& text, bool last, std::string& out) {
    waiting_.append(text);
    text.remove();
    const std::int32_t whole = last ? waiting_.length() : waiting_.lastIndexOf(u'\n') + 1;
    if (whole == 0 && waiting_.length() < waiting_max) return;
    const std::int32_t end = whole == 0 ? waiting_.length() : whole;
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* const compose = icu::Normalizer2::getNFCInstance(status);
    icu::UnicodeString composed;
    compose->normalize(waiting_.tempSubString(0, end), composed, status);
    composed.toUTF8String(out);
    waiting_.remove(0, end);
  }

 private:
  static constexpr std::int32_t waiting_max = 1 << 20;  // a longer line may keep a letter and its mark apart
  icu::UnicodeString waiting_;
};

class ByIcu final : public TextDecoder {
 public:
  ByIcu(Encoding encoding, const char* name) : encoding_(encoding) {
    UErrorCode status = U_ZERO_ERROR;
    converter_ = ucnv_open(name, &status);
    ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    usable_ = U_SUCCESS(status) != 0;
  }
  ~ByIcu() override { ucnv_close(converter_); }

  Result<void> decode(std::string_view bytes, bool last, std::string& out) override {
    if (!usable_) return failure(ErrorCode::internal, "ICU does not know this encoding.");
    const char* from = bytes.data();
    const char* const end = from + bytes.size();
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    while (status == U_BUFFER_OVERFLOW_ERROR) {
      status = U_ZERO_ERROR;
      std::array<char16_t, 8192> units;
      char16_t* to = units.data();
      ucnv_toUnicode(converter_, &to, units.data() + units.size(), &from, end, nullptr, last ? 1 : 0, &status);
      text_.append(units.data(), static_cast<std::int32_t>(to - units.data()));
    }
    const bool failed = U_FAILURE(status) != 0;
    composer_.take(text_, last || failed, out);
    if (failed) return meaningless(encoding_);
    return {};
  }

 private:
  Encoding encoding_;
  UConverter* converter_ = nullptr;
  bool usable_ = false;
  icu::UnicodeString text_;
  Composer composer_;
};

class Tcvn3 final : public TextDecoder {
 public:
  Result<void> decode(std::string_view bytes, bool last, std::string& out) override {
    bool known = true;
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      const char16_t letter = byte < 0x80 ? byte : tcvn3_letters[byte - 0x80];
      known = byte < 0x80 || letter != 0;
      if (!known) break;
      text_.append(letter);
    }
    composer_.take(text_, last || !known, out);
    if (!known) return meaningless(Encoding::tcvn3);
    return {};
  }

 private:
  icu::UnicodeString text_;
  Composer composer_;
};

class Utf8 final : public TextDecoder {
 public:
  Result<void> decode(std::string_view bytes, bool, std::string& out) override {
    out += bytes;
    return {};
  }
};

// How a syllable is built, without its marks: consonants, vowels, consonants.
const std::set<std::string, std::less<>> onsets{"",   "b", "c", "ch", "d",  "g",   "gh", "gi", "h",  "k",
                                                "kh", "l", "m", "n",  "ng", "ngh", "nh", "p",  "ph", "q",
                                                "qu", "r", "s", "t",  "th", "tr",  "v",  "x"};
const std::set<std::string, std::less<>> nuclei{"a",  "ai",  "ao",  "au",  "ay",  "e",   "eo",  "eu",  "i",   "ia",
                                                "ie", "ieu", "iu",  "o",   "oa",  "oai", "oao", "oay", "oe",  "oeo",
                                                "oi", "oo",  "u",   "ua",  "uay", "ue",  "ui",  "uo",  "uoi", "uou",
                                                "uu", "uy",  "uya", "uye", "uyu", "y",   "ye",  "yeu"};
const std::set<std::string, std::less<>> codas{"", "c", "ch", "m", "n", "ng", "nh", "p", "t"};

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

bool has_shape_of_syllable(std::string_view folded) {
  std::size_t vowels = 0;
  while (vowels < folded.size() && !is_vowel(folded[vowels])) ++vowels;
  const auto fits = [&](std::size_t from) {
    std::size_t end = from;
    while (end < folded.size() && is_vowel(folded[end])) ++end;
    return onsets.contains(folded.substr(0, from)) && nuclei.contains(folded.substr(from, end - from)) &&
           codas.contains(folded.substr(end));
  };
  // `gi` and `qu` take a vowel into the onset.
  return fits(vowels) || (folded.size() > vowels + 1 && fits(vowels + 1));
}

// All small, all capital, or a capital and small letters; one tone at most; no letter of another alphabet.
bool is_written_like_a_word(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const decompose = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString letters;
  decompose->normalize(text, letters, status);
  int tones = 0;
  int capitals_behind_first = 0;
  int small = 0;
  int count = 0;
  for (std::int32_t i = 0; i < letters.length(); ++i) {
    const char16_t c = letters[i];
    if (c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309 || c == 0x0323) {
      ++tones;
    } else if (c != 0x0302 && c != 0x0306 && c != 0x031B) {
      const bool letter = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'đ' || c == u'Đ';
      if (!letter) return false;
      if (u_isUUppercase(c) != 0)
        capitals_behind_first += count > 0 ? 1 : 0;
      else
        ++small;
      ++count;
    }
  }
  return count > 0 && tones <= 1 && (capitals_behind_first == 0 || small == 0);
}

bool is_in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x80 && byte != 0xA0) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string_view word_of(Encoding encoding) {
  for (const auto& [known, word] : words)
    if (known == encoding) return word;
  return "";
}

Result<Encoding> parse_encoding(std::string_view word) {
  std::string said = fold(word);
  if (said == "abc" || said == "tcvn") return Encoding::tcvn3;
  if (said == "cp1258") return Encoding::windows_1258;
  for (const auto& [encoding, known] : words)
    if (said == known) return encoding;
  return invalid("encoding", "choice", "It must be utf-8, utf-16le, utf-16be, windows-1258 or tcvn3.");
}

std::optional<Encoding> utf_16_order(std::string_view start) {
  if (start.starts_with("\xFF\xFE")) return Encoding::utf_16_le;
  if (start.starts_with("\xFE\xFF")) return Encoding::utf_16_be;
  // Without a mark: letters of a header are two bytes each, of which one is zero.
  std::array<std::size_t, 2> zeros{};
  const std::size_t pairs = std::min<std::size_t>(start.size(), 256) / 2;
  for (std::size_t i = 0; i < 2 * pairs; ++i) zeros[i % 2] += start[i] == 0 ? 1 : 0;
  const auto most = [&](std::size_t count) { return pairs >= 4 && count * 4 >= pairs * 3; };
  if (most(zeros[1]) && zeros[0] == 0) return Encoding::utf_16_le;
  if (most(zeros[0]) && zeros[1] == 0) return Encoding::utf_16_be;
  return std::nullopt;
}

std::unique_ptr<TextDecoder> make_decoder(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf_8:
      return std::make_unique<Utf8>();
    case Encoding::utf_16_le:
      return std::make_unique<ByIcu>(encoding, "UTF-16LE");
    case Encoding::utf_16_be:
      return std::make_unique<ByIcu>(encoding, "UTF-16BE");
    case Encoding::windows_1258:
      return std::make_unique<ByIcu>(encoding, "windows-1258");
    case Encoding::tcvn3:
      return std::make_unique<Tcvn3>();
  }
  return nullptr;
}

bool is_syllable(Encoding encoding, std::string_view word) {
  std::string text;
  if (!make_decoder(encoding)->decode(word, true, text).ok()) return false;
  return is_written_like_a_word(icu::UnicodeString::fromUTF8(text)) && has_shape_of_syllable(fold(text));
}

void EncodingGuess::see(std::string_view line) {
  std::size_t from = 0;
  while (from < line.size() && words_ < words_enough) {
    std::size_t end = from;
    bool beyond_ascii = false;
    while (end < line.size() && is_in_word(line[end])) beyond_ascii |= static_cast<unsigned char>(line[end++]) >= 0x80;
    if (beyond_ascii && end - from <= 16) {
      const auto word = line.substr(from, end - from);
      ++words_;
      windows_1258_ += is_syllable(Encoding::windows_1258, word) ? 1 : 0;
      tcvn3_ += is_syllable(Encoding::tcvn3, word) ? 1 : 0;
    }
    from = std::max(end, from + 1);
  }
}

Result<Encoding> EncodingGuess::decide() const {
  const auto better = std::max(windows_1258_, tcvn3_);
  if (better * 2 < words_ || better == 0 || windows_1258_ == tcvn3_)
    return invalid("encoding", "ambiguous",
                   "The file is not in UTF-8, and it cannot be told what it is in. Say it with --encoding windows-1258 "
                   "or --encoding tcvn3, or save the file as CSV UTF-8 (with --encoding utf-8 only the rows that are "
                   "not in it are refused).");
  return windows_1258_ > tcvn3_ ? Encoding::windows_1258 : Encoding::tcvn3;
}

}  // namespace ganbo::imports
