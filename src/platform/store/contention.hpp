// Contention: another server changed first what a transaction had read. Nothing of the transaction was saved and nobody
// did wrong; who has begun it begins again with what the record holds now. Only where several servers share a record.
#pragma once

#include <string>
#include <utility>

#include "platform/base/result.hpp"
#include "platform/store/store.hpp"

namespace ganbo::store {

inline constexpr std::string_view contended_rule = "contended";

inline Error contended(std::string message) {
  return {ErrorCode::unavailable, std::move(message), {}, std::string(contended_rule)};
}
// What became of a write (store.hpp) that was given so many keys.
Result<void> expect_changes(std::int64_t changed, std::size_t keys, Changes expected);
inline bool is_contended(const Error& error) { return error.rule == contended_rule; }

}  // namespace ganbo::store
