#include "parties/identifier.hpp"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include <random>

namespace ganbo::parties {
namespace {

using enum IdentifierType;

TEST(Identifier, is_kept_in_the_form_in_which_it_is_compared) {
  struct Case {
    IdentifierType type;
    std::string_view raw;
    std::string_view kept;
  };
  const std::vector<Case> cases{
      {email, "  Lan.Nguyen@Example.COM ", "lan.nguyen@example.com"},
      {email, "lan+shop@mail.example.vn", "lan+shop@mail.example.vn"},
      {phone, "0912 345 678", "+84912345678"},
      {phone, "0912.345.678", "+84912345678"},
      {phone, "+84 912-345-678", "+84912345678"},
      {phone, "84912345678", "+84912345678"},
      {phone, "+44 20 7946 0018", "+442079460018"},
      {phone, "(028) 3822 1234", "+842838221234"},
      {phone, "( +84 )  912 - 345 - 678", "+84912345678"},  // longer as written than a number may be
      {loyalty_card, "gb 00 12-ab", "GB0012AB"},
      {external, "Till:1001", "till:1001"},
      {external, "crm:A:7", "crm:A:7"},
      {user_id, " U-1001 ", "U-1001"},
      {user_id, "nguyễn", "nguyễn"},
      {anonymous_id, "8c1f-77", "8c1f-77"},
  };
  for (const auto& c : cases) {
    const auto read = normalise(c.type, c.raw, "VN", "field");
    ASSERT_TRUE(read.ok()) << c.raw << ": " << read.error().message;
    EXPECT_EQ(read->value, c.kept);
    EXPECT_EQ(read->type, c.type);
    EXPECT_EQ(normalise(c.type, read->value, "VN", "field")->value, c.kept) << "normalised again";
  }
}

TEST(Identifier, a_number_without_country_code_is_of_the_business_s_region) {
  EXPECT_EQ(normalise(phone, "020 7946 0018", "GB", "field")->value, "+442079460018");
  EXPECT_EQ(normalise(phone, "+84912345678", "GB", "field")->value, "+84912345678");
}

TEST(Identifier, what_names_nobody_is_blocked_and_what_is_malformed_is_refused) {
  struct Case {
    IdentifierType type;
    std::string raw;
    std::string_view rule;
  };
  const std::vector<Case> cases{
      {user_id, "null", "blocked"},
      {user_id, "Undefined", "blocked"},
      {user_id, "[object Object]", "blocked"},
      {user_id, "0000", "blocked"},
      {anonymous_id, "NaN", "blocked"},
      {user_id, "", "required"},
      {user_id, " \t ", "required"},
      {user_id, std::string(257, 'u'), "limit"},
      {user_id, "a\x01z", "format"},
      {user_id, "\xff\xfe", "format"},
      {email, "test@example.com", "blocked"},
      {email, "NoReply@example.com", "blocked"},
      {email, "lan", "format"},
      {email, "@example.com", "format"},
      {email, "lan@", "format"},
      {email, "lan@example", "format"},
      {email, "a@b@c.vn", "format"},
      {email, "lan nguyen@example.com", "format"},
      {email, "lan@.vn", "format"},
      {email, "lan@example.", "format"},
      {email, "<lan@example.com>", "format"},
      {phone, "0000000000", "blocked"},
      {phone, "9999999999", "blocked"},
      {phone, "12", "format"},
      {phone, "call me", "format"},
      {phone, "+84 912 345 678 999 999", "format"},
      {loyalty_card, "0000000000", "blocked"},
      {external, "1001", "format"},
      {external, ":1001", "format"},
      {external, "till:", "format"},
      {external, "till:null", "blocked"},
      {external, "till:0000", "blocked"},
  };
  for (const auto& c : cases) {
    const auto read = normalise(c.type, c.raw, "VN", "traits.x");
    ASSERT_FALSE(read.ok()) << c.raw << " was taken as " << read->value;
    EXPECT_EQ(read.error().rule, c.rule) << c.raw;
    EXPECT_EQ(read.error().field, "traits.x");
  }
}

// What is read without libphonenumber comes out as libphonenumber would read it.
TEST(Identifier, phones_written_the_usual_way_are_read_as_libphonenumber_reads_them) {
  using i18n::phonenumbers::PhoneNumber;
  using i18n::phonenumbers::PhoneNumberUtil;
  const PhoneNumberUtil& numbers = *PhoneNumberUtil::GetInstance();
  std::mt19937 chance(20260101);
  const auto any_of = [&](std::string_view characters) { return characters[chance() % characters.size()]; };
  for (int i = 0; i < 20'000; ++i) {
    // Mostly what is usual: a prefix and nine digits; some a digit too many or too few, or something else in between.
    constexpr std::string_view prefixes[] = {"0", "+84", "0", "+84", "84", "+840", "00", "+1", ""};
    std::string raw(prefixes[chance() % std::size(prefixes)]);
    raw += any_of("123456789");
    const unsigned digits = chance() % 4 == 0 ? 5 + chance() % 8 : 8;
    for (unsigned digit = 0; digit < digits; ++digit) {
      if (chance() % 5 == 0) raw += any_of(" .-");
      if (chance() % 200 == 0) raw += any_of(" .-+x(");
      raw += any_of("0123456789");
    }
    PhoneNumber number;
    std::string expected;
    if (numbers.Parse(raw, "VN", &number) == PhoneNumberUtil::NO_PARSING_ERROR && numbers.IsPossibleNumber(number))
      numbers.Format(number, PhoneNumberUtil::E164, &expected);
    const auto read = normalise(phone, raw, "VN", "traits.phone");
    EXPECT_EQ(read.ok() ? read->value : std::string(), expected) << raw;
  }
}

TEST(Identifier, types_are_known_by_their_words_and_stand_in_order_of_priority) {
  for (std::size_t i = 0; i < identifier_types.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(identifier_types[i].type), i);
    EXPECT_EQ(*parse_identifier_type(identifier_types[i].word, "type"), identifier_types[i].type);
  }
  EXPECT_EQ(parse_identifier_type("passport", "type").error().rule, "known");
}

TEST(Identifier, external_ids_of_different_sources_stand_beside_each_other) {
  EXPECT_TRUE(same_namespace({external, "till:1"}, {external, "till:2"}));
  EXPECT_FALSE(same_namespace({external, "till:1"}, {external, "crm:1"}));
  EXPECT_TRUE(same_namespace({user_id, "a"}, {user_id, "b"}));
  EXPECT_FALSE(same_namespace({user_id, "a"}, {loyalty_card, "a"}));
}

}  // namespace
}  // namespace ganbo::parties
