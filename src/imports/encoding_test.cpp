#include "imports/encoding.hpp"

#include <gtest/gtest.h>

#include <set>

#include "imports/tcvn3.hpp"

namespace ganbo::imports {
namespace {

// Khách lẻ, Nguyễn Văn Đạt, Huế — in one byte a letter, tones of Windows-1258 as marks behind their vowels.
constexpr std::string_view in_windows_1258 =
    "Kh\xE1"
    "ch l\x65\xD2,Nguy\xEA\xDEn V\xE3n \xD0\x61\xF2t,Hu\xEA\xEC\n";
constexpr std::string_view in_tcvn3 =
    "Kh\xB8"
    "ch l\xCE,Nguy\xD4n V\xA8n \xA7\xB9t,Hu\xD5\n";
constexpr std::string_view in_utf8 = "Khách lẻ,Nguyễn Văn Đạt,Huế\n";

std::string guessed(std::string_view text) {
  EncodingGuess guess;
  guess.see(text);
  const auto decided = guess.decide();
  return decided.ok() ? std::string(word_of(*decided)) : decided.error().rule;
}

std::string decoded(Encoding encoding, std::string_view bytes, std::size_t piece) {
  const auto decoder = make_decoder(encoding);
  std::string out;
  for (std::size_t from = 0; from < bytes.size(); from += piece) {
    const bool last = from + piece >= bytes.size();
    if (!decoder->decode(bytes.substr(from, piece), last, out).ok()) return out + "!";
  }
  return out;
}

TEST(Encoding, the_words_tell_windows_1258_from_tcvn3) {
  EXPECT_EQ(guessed(in_windows_1258), "windows-1258");
  EXPECT_EQ(guessed(in_tcvn3), "tcvn3");
}

TEST(Encoding, what_is_neither_is_in_doubt) {
  EXPECT_EQ(guessed("Caf\xE9,\xC9lodie M\xFCller,na\xEFve\n"), "ambiguous");
  EXPECT_EQ(guessed("T\xE9\n"), "ambiguous") << "a syllable in both";
  EXPECT_EQ(guessed("\x80\x81\x82\n"), "ambiguous");
}

TEST(Encoding, marks_behind_letters_are_composed_however_the_bytes_are_cut) {
  for (const std::size_t piece : {1U, 2U, 7U, 1000U}) {
    EXPECT_EQ(decoded(Encoding::windows_1258, in_windows_1258, piece), in_utf8) << piece;
    EXPECT_EQ(decoded(Encoding::tcvn3, in_tcvn3, piece), in_utf8) << piece;
  }
  EXPECT_EQ(decoded(Encoding::tcvn3, "l\x65\xB1", 1), "lẻ") << "TCVN3 has marks of its own";
}

TEST(Encoding, utf_16_of_both_orders_is_read_and_half_a_pair_is_refused) {
  using namespace std::string_view_literals;
  EXPECT_EQ(decoded(Encoding::utf_16_le, "\x61\x00\xBF\x1E\n\x00"sv, 3), "aế\n");
  EXPECT_EQ(decoded(Encoding::utf_16_be, "\x00\x61\x1E\xBF\x00\n"sv, 3), "aế\n");
  EXPECT_EQ(decoded(Encoding::utf_16_le, "\x61\x00\x3D\xD8"sv, 4), "a!");
  EXPECT_EQ(decoded(Encoding::utf_16_le, "\x61\x00\x62"sv, 3), "a!") << "half a unit";
}

TEST(Encoding, a_byte_that_is_no_letter_is_refused) {
  EXPECT_EQ(decoded(Encoding::tcvn3, "ab\x85", 100), "ab!");
  EXPECT_EQ(decoded(Encoding::windows_1258, "ab\xD2", 100), "ab̉");
}

// The table's own properties; its letters were compared with an independent converter of the standard.
TEST(Encoding, tcvn3_has_every_vietnamese_letter_once) {
  std::set<char16_t> letters;
  for (const char16_t letter : tcvn3_letters) {
    if (letter == 0) continue;
    EXPECT_TRUE(letters.insert(letter).second) << static_cast<int>(letter);
  }
  const std::u16string_view small = u"àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ";
  for (const char16_t letter : small) EXPECT_TRUE(letters.contains(letter)) << static_cast<int>(letter);
}

TEST(RowCounter, rows_end_at_lines_but_not_within_quotes) {
  RowCounter rows;
  rows.see("a,b\n1,\"x\ny\"\"\n\"\n2,");
  EXPECT_EQ(rows.row(), 2);
}

}  // namespace
}  // namespace ganbo::imports
