#include "platform/base/fold.hpp"

#include <gtest/gtest.h>

namespace ganbo {
namespace {

TEST(Fold, makes_what_people_type_and_what_they_mean_the_same) {
  struct Case {
    std::string_view text;
    std::string_view folded;
  };
  const std::vector<Case> cases{
      {"Nguyễn Văn Đạt ", "nguyen van dat"},
      {"ĐẶNG THỊ MỸ", "dang thi my"},
      {"Nguye\xCC\x82\xCC\x83n", "nguyen"},  // decomposed: e, circumflex, tilde
      {"ƯỚC ƠN ư ơ", "uoc on u o"},
      {"  Lan \t\n  Anh ", "lan anh"},
      {"Cà\xC2\xA0phê", "ca phe"},  // a no-break space
      {"ＡＢＣ１２３", "abc123"},   // full width
      {"Straße Ångström", "strasse angstrom"},
      {"O'Brien-Smith, Jr.", "o'brien-smith, jr."},
      {"Ελλάς", "ελλασ"},
      {"", ""},
      {"   ", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(fold(c.text), c.folded) << c.text;
    EXPECT_EQ(fold(fold(c.text)), c.folded) << "folded again";
  }
}

TEST(Fold, every_vietnamese_letter_folds_to_ascii) {
  constexpr std::string_view letters =
      "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
      "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ";
  const std::string folded = fold(letters);
  EXPECT_EQ(folded.size(), 134U);  // 67 letters in two cases
  for (const char c : folded) EXPECT_TRUE(c >= 'a' && c <= 'z') << static_cast<int>(c);
}

TEST(Fold, survives_what_is_not_utf8) {
  EXPECT_EQ(fold("a\xff\x62"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_TRUE(is_valid_utf8(fold("\xC3")));
  EXPECT_TRUE(is_valid_utf8("đ"));
  EXPECT_FALSE(is_valid_utf8("\xC3"));
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));  // half a surrogate pair
}

TEST(Fold, cuts_between_characters) {
  EXPECT_EQ(first_bytes("aéb", 1), "a");
  EXPECT_EQ(first_bytes("aéb", 2), "a");  // é is two bytes
  EXPECT_EQ(first_bytes("aéb", 3), "aé");
  EXPECT_EQ(first_bytes("aéb", 9), "aéb");
  EXPECT_EQ(first_bytes("đ", 1), "");
  EXPECT_EQ(first_bytes("", 0), "");
}

TEST(Fold, stands_under_its_letter) {
  EXPECT_EQ(letter_of(fold("Đạt")), 'D');
  EXPECT_EQ(letter_of("z"), 'Z');
  for (const std::string_view text : {"", "7 coffee", "ελλασ", "+84"}) EXPECT_EQ(letter_of(text), '#') << text;
}

TEST(TidyText, keeps_the_letters_and_tidies_the_space) {
  EXPECT_EQ(tidy_text(" Nguye\xCC\x82\xCC\x83n  Lan\n"), "Nguyễn Lan");
  EXPECT_EQ(tidy_text("a\x01"
                      "b\x7F"),
            "a b");
  EXPECT_EQ(tidy_text("Đ\xC2\xA0 x"), "Đ x");
  EXPECT_EQ(tidy_text(""), "");
  // A joiner makes one sign of several; alone it would be a name that nobody sees.
  EXPECT_EQ(tidy_text("👨\u200D👩\u200D👧 Hà"), "👨\u200D👩\u200D👧 Hà");
  EXPECT_EQ(tidy_text("\u200D Hà\u200D \u200D"), "Hà");
  EXPECT_EQ(tidy_text("\u200D\u200C"), "");
  EXPECT_EQ(tidy_text("Hà\u200D"), "Hà");
  EXPECT_EQ(tidy_text("a\u202Eb"), "a b");
}

}  // namespace
}  // namespace ganbo
