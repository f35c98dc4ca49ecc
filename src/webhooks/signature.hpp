// Signatures of messages by the Standard Webhooks specification 1.0.0, "Signature scheme": HMAC-SHA256 over
// `id.timestamp.body`, in base64 behind "v1,". A secret is shown as "whsec_" and base64 of its bytes; those bytes are
// the key. While a secret is being replaced a message bears a signature by each, separated by a space.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::webhooks {

// Of 32 random bytes.
std::string make_secret();

// "v1,…"; an error when the secret is none.
Result<std::string> sign(std::string_view secret, std::string_view message_id, std::int64_t timestamp_seconds,
                         std::string_view body);

}  // namespace ganbo::webhooks
