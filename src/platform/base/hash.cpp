#include "platform/base/hash.hpp"

#include <sodium.h>

#include "platform/base/invariant.hpp"

namespace ganbo {
namespace {

void ready() {
  static const int started = sodium_init();
  INVARIANT(started >= 0, "libsodium does not start");
}

void put_big_endian(std::uint64_t value, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

std::uint64_t take_big_endian(std::string_view bytes8) {
  std::uint64_t value = 0;
  for (const char byte : bytes8) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

std::string Hash128::bytes() const {
  std::string out;
  out.reserve(16);
  put_big_endian(high, out);
  put_big_endian(low, out);
  return out;
}

Hash128 Hash128::from_bytes(std::string_view bytes16) {
  INVARIANT(bytes16.size() == 16, "{} bytes", bytes16.size());
  return {take_big_endian(bytes16.substr(0, 8)), take_big_endian(bytes16.substr(8))};
}

Hash128 keyed_hash(const HashKey& key, std::string_view data) {
  std::array<char, crypto_shorthash_siphashx24_BYTES> out{};
  crypto_shorthash_siphashx24(reinterpret_cast<unsigned char*>(out.data()),
                              reinterpret_cast<const unsigned char*>(data.data()), data.size(), key.data());
  return Hash128::from_bytes({out.data(), out.size()});
}

std::string secret_hash(std::string_view secret) {
  ready();
  std::array<unsigned char, 32> out{};
  crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                     nullptr, 0);
  std::string hex(out.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), out.data(), out.size());
  hex.pop_back();
  return hex;
}

std::string password_hash(std::string_view password) {
  ready();
  std::string out(crypto_pwhash_STRBYTES, '\0');
  const int failed = crypto_pwhash_str(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                       crypto_pwhash_MEMLIMIT_INTERACTIVE);
  INVARIANT(failed == 0, "no memory to hash a password");
  out.resize(out.find('\0'));
  return out;
}

bool password_matches(const std::string& hash, std::string_view password) {
  ready();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

HashKey random_hash_key() {
  ready();
  HashKey key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

std::string random_token(std::size_t bytes) {
  ready();
  std::string raw(bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  std::string out(sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.resize(out.find('\0'));
  return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace ganbo
