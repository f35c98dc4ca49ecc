#include "customer_pages/page_link.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstdint>

namespace ganbo::customer_pages {
namespace {

constexpr std::size_t number_bytes = 8;
constexpr std::size_t said_bytes = 1 + 3 * number_bytes;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t bytes = said_bytes + tag_bytes;
constexpr std::size_t token_length = (bytes * 4 + 2) / 3;

using Bytes = std::array<unsigned char, bytes>;

void put_number(Bytes& into, std::size_t place, std::int64_t number) {
  for (std::size_t i = 0; i < number_bytes; ++i)
    into.at(place + i) = static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> (8 * (number_bytes - 1 - i)));
}

std::int64_t number_at(const Bytes& from, std::size_t place) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < number_bytes; ++i) number = number << 8U | from.at(place + i);
  return static_cast<std::int64_t>(number);
}

std::array<unsigned char, tag_bytes> tag_of(const Bytes& said, const LinkKey& key) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> whole{};
  crypto_auth_hmacsha256(whole.data(), said.data(), said_bytes, key.data());
  std::array<unsigned char, tag_bytes> tag{};
  std::copy_n(whole.begin(), tag_bytes, tag.begin());
  return tag;
}

}  // namespace

std::string token_of(const PageLink& link, const LinkKey& key) {
  Bytes all{};
  all[0] = static_cast<unsigned char>(link.page);
  put_number(all, 1, link.party.value);
  put_number(all, 1 + number_bytes, link.made_at.micros);
  put_number(all, 1 + 2 * number_bytes, link.expires_at.micros);
  const auto tag = tag_of(all, key);
  std::copy(tag.begin(), tag.end(), all.begin() + said_bytes);
  std::array<char, token_length + 1> text{};
  sodium_bin2base64(text.data(), text.size(), all.data(), all.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

std::optional<PageLink> read_token(std::string_view token, const LinkKey& key, Timestamp now) {
  if (token.size() != token_length) return std::nullopt;
  Bytes all{};
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(all.data(), all.size(), token.data(), token.size(), nullptr, &length, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      length != bytes || end != token.data() + token.size())
    return std::nullopt;
  const auto tag = tag_of(all, key);
  if (sodium_memcmp(tag.data(), all.data() + said_bytes, tag_bytes) != 0) return std::nullopt;
  const PageLink link{static_cast<char>(all[0]),
                      {number_at(all, 1)},
                      {number_at(all, 1 + number_bytes)},
                      {number_at(all, 1 + 2 * number_bytes)}};
  if (link.expires_at <= now) return std::nullopt;
  return link;
}

std::string text_of_key(const LinkKey& key) {
  std::array<char, 2 * std::tuple_size_v<LinkKey> + 1> text{};
  return sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
}

std::optional<LinkKey> key_of_text(const std::string& text) {
  LinkKey key{};
  std::size_t length = 0;
  if (text.size() != 2 * key.size() ||
      sodium_hex2bin(key.data(), key.size(), text.data(), text.size(), nullptr, &length, nullptr) != 0 ||
      length != key.size())
    return std::nullopt;
  return key;
}

LinkKey random_link_key() {
  LinkKey key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

}  // namespace ganbo::customer_pages
