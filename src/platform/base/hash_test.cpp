#include "platform/base/hash.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ganbo {
namespace {

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    out += "0123456789abcdef"[c & 15];
  }
  return out;
}

// The reference implementation's vectors (vectors_sip128 of the authors' SipHash repository): key 00 01 … 0f, inputs
// "", 00, 00 01.
TEST(Hash, is_the_published_siphash_of_128_bits) {
  HashKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key.at(i) = static_cast<unsigned char>(i);
  EXPECT_EQ(hex(keyed_hash(key, "").bytes()), "a3817f04ba25a8e66df67214c7550293");
  EXPECT_EQ(hex(keyed_hash(key, std::string_view("\0", 1)).bytes()), "da87c1d86b99af44347659119b22fc45");
  EXPECT_EQ(hex(keyed_hash(key, std::string_view("\0\1", 2)).bytes()), "8177228da4a45dc7fca38bdef60affe4");
}

TEST(Hash, depends_on_its_key_and_survives_its_bytes) {
  const HashKey key = random_hash_key();
  const Hash128 hash = keyed_hash(key, "name");
  EXPECT_EQ(Hash128::from_bytes(hash.bytes()), hash);
  EXPECT_NE(keyed_hash(random_hash_key(), "name"), hash);
  EXPECT_NE(keyed_hash(key, "Name"), hash);
  EXPECT_EQ(hash.bytes().size(), 16U);
}

// BLAKE2b-256 of "abc", as `b2sum -l 256` gives it.
TEST(Hash, of_secrets_is_blake2b) {
  EXPECT_EQ(secret_hash("abc"), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST(Hash, of_passwords_fits_its_password_only) {
  const std::string hash = password_hash("mật khẩu");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_TRUE(password_matches(hash, "mật khẩu"));
  EXPECT_FALSE(password_matches(hash, "mat khau"));
  EXPECT_FALSE(password_matches(hash, ""));
  EXPECT_FALSE(password_matches("not a hash", "mật khẩu"));
  EXPECT_FALSE(password_matches("", ""));
}

TEST(Tokens, are_of_the_alphabet_for_addresses_and_do_not_repeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = random_token(16);
    EXPECT_EQ(token.size(), 22U);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_TRUE(seen.insert(token).second);
  }
}

TEST(Secrets, are_compared_whole) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
  EXPECT_TRUE(equal_in_constant_time("", ""));
}

}  // namespace
}  // namespace ganbo
