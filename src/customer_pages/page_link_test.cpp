#include "customer_pages/page_link.hpp"

#include <gtest/gtest.h>

namespace ganbo::customer_pages {
namespace {

constexpr Timestamp now{1'780'000'000'000'000};
constexpr LinkKey key{1, 2, 3};
constexpr PageLink link{'p', {0x7edc'ba98'7654'3210}, now, now + days(30)};

TEST(PageLink, IsReadAsItWasMadeUntilItExpires) {
  const std::string token = token_of(link, key);
  EXPECT_EQ(token.size(), 55U);
  EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
            std::string::npos);
  const auto read = read_token(token, key, now);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->page, 'p');
  EXPECT_EQ(read->party, link.party);
  EXPECT_EQ(read->made_at, link.made_at);
  EXPECT_EQ(read->expires_at, link.expires_at);
  EXPECT_TRUE(read_token(token, key, Timestamp{link.expires_at.micros - 1}));
  EXPECT_FALSE(read_token(token, key, link.expires_at));
}

TEST(PageLink, OpensNothingWhenAnyBitOfItOrOfTheKeyIsAnother) {
  const std::string token = token_of(link, key);
  for (std::size_t place = 0; place < token.size(); ++place)
    for (const char other : {'A', 'b', '-', '_', '=', '/', ' ', '\0', '\xff'}) {
      std::string changed = token;
      if (changed[place] == other) continue;
      changed[place] = other;
      EXPECT_FALSE(read_token(changed, key, now)) << changed;
    }
  for (std::size_t length = 0; length < token.size(); ++length)
    EXPECT_FALSE(read_token(std::string_view(token).substr(0, length), key, now));
  EXPECT_FALSE(read_token(token + "A", key, now));
  EXPECT_FALSE(read_token(token + token, key, now));
  LinkKey another = key;
  another[31] = 1;
  EXPECT_FALSE(read_token(token, another, now));
}

TEST(PageLink, IsAnotherForEachPagePartyAndTime) {
  const std::string token = token_of(link, key);
  PageLink other = link;
  other.page = 'f';
  EXPECT_NE(token_of(other, key), token);
  other = link;
  other.party.value += 1;
  EXPECT_NE(token_of(other, key), token);
  other = link;
  other.expires_at.micros += 1;
  EXPECT_NE(token_of(other, key), token);
}

TEST(LinkKey, IsKeptAsTextAndRefusedWhereThatIsDamaged) {
  const LinkKey made = random_link_key();
  const std::string text = text_of_key(made);
  EXPECT_EQ(text.size(), 64U);
  EXPECT_EQ(key_of_text(text), made);
  EXPECT_FALSE(key_of_text(text.substr(1)));
  EXPECT_FALSE(key_of_text("x" + text.substr(1)));
  EXPECT_FALSE(key_of_text(""));
}

}  // namespace
}  // namespace ganbo::customer_pages
