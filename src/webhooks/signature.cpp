#include "webhooks/signature.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <vector>

namespace ganbo::webhooks {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t secret_bytes = 32;

std::string base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the zero at its end
  return text;
}

}  // namespace

std::string make_secret() {
  std::array<unsigned char, secret_bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return std::string(secret_prefix) + base64(bytes.data(), bytes.size());
}

Result<std::string> sign(std::string_view secret, std::string_view message_id, std::int64_t timestamp_seconds,
                         std::string_view body) {
  if (!secret.starts_with(secret_prefix)) return failure(ErrorCode::internal, "A signing secret begins with whsec_.");
  secret.remove_prefix(secret_prefix.size());
  std::vector<unsigned char> key(secret.size());
  std::size_t key_bytes = 0;
  if (sodium_base642bin(key.data(), key.size(), secret.data(), secret.size(), nullptr, &key_bytes, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return failure(ErrorCode::internal, "A signing secret is base64 behind whsec_.");
  const std::string head = fmt::format("{}.{}.", message_id, timestamp_seconds);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key_bytes);
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(head.data()), head.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(body.data()), body.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> hash{};
  crypto_auth_hmacsha256_final(&state, hash.data());
  return "v1," + base64(hash.data(), hash.size());
}

}  // namespace ganbo::webhooks
