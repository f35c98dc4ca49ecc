#include "events/api/asked_name.hpp"

#include <fmt/format.h>

#include "events/segment.hpp"

namespace ganbo::events {

Result<std::optional<engine::CommandName>> asked_name(const http::Request& request, const HashKey& key,
                                                      std::string_view what, std::string_view said) {
  const auto name = request.header("idempotency-key");
  if (name.empty()) return std::optional<engine::CommandName>();
  if (name.size() > idempotency_key_bytes_max)
    return invalid("Idempotency-Key", "limit", fmt::format("It is longer than {} bytes.", idempotency_key_bytes_max));
  return std::optional(engine::CommandName{hash_name(key, request.caller.source, fmt::format("{}\x1f{}", what, name)),
                                           static_cast<std::int64_t>(keyed_hash(key, said).low)});
}

}  // namespace ganbo::events
