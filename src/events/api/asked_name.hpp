// The name under which a client asks for a command that is no event: its Idempotency-Key.
#pragma once

#include <optional>
#include <string_view>

#include "platform/base/hash.hpp"
#include "platform/engine/command.hpp"
#include "platform/http/http.hpp"

namespace ganbo::events {

inline constexpr std::size_t idempotency_key_bytes_max = 256;

// `what`: which commands these are, so that names of different ones never meet. `said`: what is asked for; another of
// the same name is a conflict. Nothing: the client gave none, and a retry is not protected. An error when it is too
// long. Pure.
Result<std::optional<engine::CommandName>> asked_name(const http::Request& request, const HashKey& key,
                                                      std::string_view what, std::string_view said);

}  // namespace ganbo::events
