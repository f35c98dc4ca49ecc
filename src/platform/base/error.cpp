#include <array>

#include "platform/base/result.hpp"

namespace ganbo {
namespace {

constexpr std::array<ErrorCodeFacts, 10> error_table{{
    {ErrorCode::invalid, "invalid", 400, 2},
    {ErrorCode::not_found, "not_found", 404, 1},
    {ErrorCode::conflict, "conflict", 409, 1},
    {ErrorCode::unauthorized, "unauthorized", 401, 1},
    {ErrorCode::forbidden, "forbidden", 403, 1},
    {ErrorCode::too_large, "too_large", 413, 1},
    {ErrorCode::overloaded, "overloaded", 429, 1},
    {ErrorCode::unavailable, "unavailable", 503, 1},
    {ErrorCode::cancelled, "cancelled", 503, 1},
    {ErrorCode::internal, "internal", 500, 1},
}};

}  // namespace

const ErrorCodeFacts& facts_of(ErrorCode code) { return error_table[static_cast<std::size_t>(code)]; }

Error invalid(std::string field, std::string rule, std::string message) {
  return Error{ErrorCode::invalid, std::move(message), std::move(field), std::move(rule)};
}

Error failure(ErrorCode code, std::string message) { return Error{code, std::move(message), {}, {}}; }

}  // namespace ganbo
