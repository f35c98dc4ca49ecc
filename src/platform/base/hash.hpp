// Hashes: keyed 128-bit names for commands (people put e-mail addresses into them), secrets, and their random makers.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace ganbo {

using HashKey = std::array<unsigned char, 16>;

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Hash128&) const = default;
  // 16 bytes, big-endian: how the record keys it.
  std::string bytes() const;
  static Hash128 from_bytes(std::string_view bytes16);
};

// SipHash-2-4 with 128-bit output (Aumasson & Bernstein 2012), by libsodium.
Hash128 keyed_hash(const HashKey& key, std::string_view data);
// BLAKE2b-256 as 64 hex digits, for access keys and links, which are random and need no slow hash.
std::string secret_hash(std::string_view secret);
// Argon2id with libsodium's "interactive" limits; the result carries its parameters.
std::string password_hash(std::string_view password);
bool password_matches(const std::string& hash, std::string_view password);

// From the system's generator.
HashKey random_hash_key();
std::string random_token(std::size_t bytes);  // base64url without padding
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace ganbo

template <>
struct std::hash<ganbo::Hash128> {
  std::size_t operator()(const ganbo::Hash128& h) const noexcept { return static_cast<std::size_t>(h.low); }
};
