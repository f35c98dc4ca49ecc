#include "platform/store/postgres/postgres_sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>

namespace ganbo::store {
namespace {

// On Citus, fewer keys than this go one by one: asking for their shards would be one more round trip.
constexpr std::size_t grouped_keys_min = 8;

}  // namespace

SetWay way_of(const Statement& statement, std::size_t keys, bool citus) {
  if (keys < 2) return SetWay::key_by_key;
  if (!citus) return statement.postgres_set.empty() ? SetWay::key_by_key : SetWay::arrays;
  if (!statement.citus.row.empty()) return SetWay::rows;
  if (statement.citus.set.empty()) return SetWay::key_by_key;
  return statement.citus.table.empty() || keys >= grouped_keys_min ? SetWay::arrays : SetWay::key_by_key;
}

std::vector<std::vector<std::size_t>> keep_apart(const Statement& statement, std::size_t keys,
                                                 const PostgresBinder& binder) {
  std::vector<std::vector<std::size_t>> rounds(1);
  if (statement.row_params.empty()) {
    rounds[0].resize(keys);
    std::iota(rounds[0].begin(), rounds[0].end(), std::size_t{0});
    return rounds;
  }
  std::unordered_map<std::string, std::size_t> times;
  for (std::size_t key = 0; key < keys; ++key) {
    const std::size_t round = times[binder.together(key, statement.row_params)]++;
    if (round == rounds.size()) rounds.emplace_back();
    rounds[round].push_back(key);
  }
  return rounds;
}

std::vector<std::vector<std::size_t>> cut_up(const std::vector<std::size_t>& keys, std::size_t most) {
  std::vector<std::vector<std::size_t>> pieces;
  for (std::size_t begin = 0; begin < keys.size(); begin += most)
    pieces.emplace_back(keys.begin() + static_cast<std::ptrdiff_t>(begin),
                        keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), begin + most)));
  return pieces;
}

std::string rows_text(const CitusForm& form, std::size_t rows) {
  std::string text(form.before_rows);
  std::size_t number = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    text += row == 0 ? " (" : ", (";
    for (std::size_t place = 0; place < form.row.size(); ++place)
      text += fmt::format("{}${}", place == 0 ? "" : ", ", ++number);
    text += ')';
  }
  return fmt::format("{} {}", text, form.after_rows);
}

}  // namespace ganbo::store
