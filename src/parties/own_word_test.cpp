#include "parties/own_word.hpp"

#include <gtest/gtest.h>

namespace ganbo::parties {
namespace {

OwnWord word(std::string en, std::string vi, bool retired = false) {
  return {{std::move(en), std::move(vi)}, {}, retired};
}

TEST(OwnWord, a_role_is_one_of_everybodys_or_one_that_was_added_and_is_in_use) {
  OwnWords words;
  words.roles["neighbour"] = word("Neighbour", "Hàng xóm");
  words.roles["tenant"] = word("Tenant", "Người thuê", true);
  EXPECT_TRUE(is_role("customer", words));
  EXPECT_TRUE(is_role("neighbour", words));
  EXPECT_FALSE(is_role("tenant", words));
  EXPECT_FALSE(is_role("Neighbour", words));
  EXPECT_FALSE(is_role("", words));
  EXPECT_EQ(words.added(WordFamily::role, "tenant")->label.vi, "Người thuê") << "what is retired stays readable";
  EXPECT_FALSE(words.takes(WordFamily::key_date_kind, "neighbour"));
}

TEST(OwnWord, what_is_said_of_everybodys_word_adds_none) {
  OwnWords words;
  words.key_date_kinds["birthday"] = {.label = {}, .lead_days = 14, .retired = false};
  EXPECT_EQ(words.added(WordFamily::key_date_kind, "birthday"), nullptr);
  EXPECT_FALSE(words.takes(WordFamily::key_date_kind, "birthday"));
}

TEST(OwnWord, comes_back_from_its_text) {
  for (const OwnWord& each :
       {word("Warranty \"end\"", "Hết bảo hành"), OwnWord{{}, 0, false}, OwnWord{{"A", "Â"}, 365, true}})
    EXPECT_EQ(own_word(own_word_text(each)), each) << own_word_text(each);
}

TEST(OwnWord, one_that_is_added_has_a_key_and_is_called_something_in_both_languages) {
  struct Case {
    std::string key;
    OwnWord word;
    std::string field;
    std::string rule;
  };
  const Case cases[] = {
      {"neighbour", word("Neighbour", "Hàng xóm"), "", ""},
      {"Neighbour", word("Neighbour", "Hàng xóm"), "key", "format"},
      {"hàng_xóm", word("Neighbour", "Hàng xóm"), "key", "format"},
      {"", word("Neighbour", "Hàng xóm"), "key", "format"},
      {std::string(41, 'a'), word("Neighbour", "Hàng xóm"), "key", "format"},
      {"neighbour", word("", "Hàng xóm"), "label.en", "required"},
      {"neighbour", word("Neighbour", ""), "label.vi", "required"},
      {"neighbour", word("Neighbour", std::string(101, 'a')), "label.vi", "limit"},
  };
  for (const auto& it : cases) {
    const auto checked = check_added(it.key, it.word);
    EXPECT_EQ(checked.ok(), it.field.empty()) << it.key;
    if (checked.ok()) continue;
    EXPECT_EQ(checked.error().field, it.field) << it.key;
    EXPECT_EQ(checked.error().rule, it.rule) << it.key;
  }
}

}  // namespace
}  // namespace ganbo::parties
