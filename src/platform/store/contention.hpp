// Contention: another server changed first what a transaction had read. Nothing of the transaction was saved and nobody
// did wrong; who has begun it begins again with what the record holds now. Only where several servers share a record.
#pragma once

#include <string>
#include <utility>

#include "platform/base/result.hpp"

namespace ganbo::store {

inline constexpr std::string_view contended_rule = "contended";

inline Error contended(std::string message) {
  return {ErrorCode::unavailable, std::move(message), {}, std::string(contended_rule)};
}
inline bool is_contended(const Error& error) { return error.rule == contended_rule; }

}  // namespace ganbo::store
