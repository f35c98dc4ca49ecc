#include "platform/engine/names/table/tabled_names.hpp"

#include <algorithm>

#include "platform/engine/store/queries.hpp"

namespace ganbo::engine {
namespace {

// The table is shared with buckets/, where its key leads with the bucket. Here there is one.
constexpr std::int64_t only_bucket = 0;

}  // namespace

Result<void> TabledNames::find(store::Connection& connection, std::span<const Hash128> names,
                               const std::function<void(std::size_t, const KeptName&)>& see) const {
  std::vector<std::string> bytes;
  std::vector<sql::FindCommandName> keys;
  bytes.reserve(names.size());
  keys.reserve(names.size());
  for (const auto& name : names) keys.push_back({.bucket = only_bucket, .name_hash = bytes.emplace_back(name.bytes())});
  TRY(connection.each(std::span<const sql::FindCommandName>(keys),
                      [&](std::size_t key, sql::FindCommandName::Row&& row) {
                        see(key, {row.body_hash, row.subject_id, row.party_id, std::move(row.detail).value_or("")});
                      }));
  return {};
}

Result<void> TabledNames::write(store::Connection& connection, std::vector<std::pair<Hash128, KeptName>> names) {
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> bytes;
  std::vector<sql::InsertCommandName> rows;
  bytes.reserve(names.size());
  rows.reserve(names.size());
  for (const auto& [hash, kept] : names)
    rows.push_back({.bucket = only_bucket,
                    .name_hash = bytes.emplace_back(hash.bytes()),
                    .body_hash = kept.body_hash,
                    .subject_id = kept.subject_id,
                    .party_id = kept.party_id,
                    .detail = kept.detail.empty() ? std::nullopt : std::optional<std::string_view>(kept.detail)});
  return connection.send(std::span<const sql::InsertCommandName>(rows), store::Changes::each_row);
}

}  // namespace ganbo::engine
