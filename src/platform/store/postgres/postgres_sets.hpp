// How the keys of a set go to the server: one by one, as arrays of one statement, or, to Citus, as rows of `values`.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "platform/store/postgres/postgres_values.hpp"

namespace ganbo::store {

enum class SetWay { key_by_key, arrays, rows };

SetWay way_of(const Statement& statement, std::size_t keys, bool citus);

// Values of one message at most: the protocol counts them in 16 bits.
inline constexpr std::size_t values_max = 60'000;

// The keys in as few groups as keep keys of the same row apart and in their order.
std::vector<std::vector<std::size_t>> keep_apart(const Statement& statement, std::size_t keys,
                                                 const PostgresBinder& binder);
std::vector<std::vector<std::size_t>> cut_up(const std::vector<std::size_t>& keys, std::size_t most);

// `insert … values ($1, $2), ($3, $4) on conflict …`
std::string rows_text(const CitusForm& form, std::size_t rows);

}  // namespace ganbo::store
