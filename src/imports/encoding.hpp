// Encodings of text files: which one it is, and the same text in UTF-8. No I/O.
//
// What is valid UTF-8 is UTF-8. UTF-16 is known by its mark (BOM). Of other bytes the words decide: those with bytes
// above 7F are read as Windows-1258 and as TCVN3, and where most of them come out as Vietnamese syllables in one of the
// two, and fewer in the other, it is that one. Everything else is in doubt, and a person must say it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::imports {

enum class Encoding { utf_8, utf_16_le, utf_16_be, windows_1258, tcvn3 };
std::string_view word_of(Encoding encoding);  // utf-8, utf-16le …
Result<Encoding> parse_encoding(std::string_view word);
// Of UTF-16, by its first two bytes or, where it has no mark, by the zeros in its letters.
std::optional<Encoding> utf_16_order(std::string_view start);

// Text of one encoding on its way to UTF-8, composed (NFC), piece by piece.
class TextDecoder {
 public:
  virtual ~TextDecoder() = default;
  // Appends to `out` what is certain; the rest waits for the next piece, and with `last` nothing may wait. An Error
  // when bytes mean nothing in this encoding; `out` then ends where they begin.
  virtual Result<void> decode(std::string_view bytes, bool last, std::string& out) = 0;
};
std::unique_ptr<TextDecoder> make_decoder(Encoding encoding);

// Whether a word of bytes is a Vietnamese syllable in an encoding of one byte a letter.
bool is_syllable(Encoding encoding, std::string_view word);

// What the words of a file say about its encoding.
class EncodingGuess {
 public:
  // Lines, in any number; after some thousand words no more is learned.
  void see(std::string_view line);
  // Error when it is in doubt.
  Result<Encoding> decide() const;

 private:
  std::int64_t words_ = 0;
  std::int64_t windows_1258_ = 0;
  std::int64_t tcvn3_ = 0;
};

// Where rows of a table end: at the end of a line, unless a quote is open. The header is row 0.
class RowCounter {
 public:
  void see(std::string_view text) {
    for (const char c : text) {
      if (c == '"')
        quoted_ = !quoted_;
      else if (c == '\n' && !quoted_)
        ++rows_;
    }
  }
  std::int64_t row() const { return rows_; }

 private:
  bool quoted_ = false;
  std::int64_t rows_ = 0;
};

}  // namespace ganbo::imports
