#include "platform/engine/names/buckets/bucketed_names.hpp"

#include <algorithm>
#include <utility>

#include "platform/base/invariant.hpp"
#include "platform/engine/store/queries.hpp"

namespace ganbo::engine {
namespace {

// A bucket is moved faster than the next one fills, and also when batches are small.
constexpr std::size_t moved_a_name = 2;
constexpr std::size_t slice_min = 64;

std::optional<std::string_view> none_if_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

template <class Row>
KeptName kept_of(Row&& row) {
  return {row.body_hash, row.subject_id, row.party_id, std::move(row.detail).value_or("")};
}

}  // namespace

Result<void> BucketedNames::open(store::Connection& connection) {
  staged_.clear();
  closing_.reset();
  buckets_.clear();
  recent_ = Names(bucket_size_);
  last_sequence_ = 0;
  for (auto& row : TRY(connection.all(sql::AllNameFilters{}))) {
    auto filter = NameFilter::from_bytes(row.filter);
    if (!filter)
      return failure(
          ErrorCode::unavailable,
          "The record is damaged: the filter of a bucket of command names cannot be read. Restore a backup.");
    buckets_.push_back({row.bucket, std::move(*filter)});
  }
  for (auto& row : TRY(connection.all(sql::AllRecentNames{}))) {
    last_sequence_ = row.sequence;
    const Hash128 name = Hash128::from_bytes(row.name_hash);
    recent_.add(name, kept_of(std::move(row)));
  }
  if (recent_.size() >= bucket_size_) close_recent();
  return {};
}

Result<void> BucketedNames::find(store::Connection& connection, std::span<const Hash128> names,
                                 const std::function<void(std::size_t, const KeptName&)>& see) const {
  std::vector<std::string> bytes;
  std::vector<std::size_t> places;
  std::vector<std::int64_t> in_buckets;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const KeptName* in_memory = recent_.find(names[i]);
    if (in_memory == nullptr && closing_) in_memory = closing_->names.find(names[i]);
    if (in_memory != nullptr) {
      see(i, *in_memory);
      continue;
    }
    for (const auto& bucket : buckets_) {
      if (!bucket.filter.may_hold(names[i])) continue;
      bytes.push_back(names[i].bytes());
      places.push_back(i);
      in_buckets.push_back(bucket.bucket);
    }
  }
  std::vector<sql::FindCommandName> keys;
  keys.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) keys.push_back({.bucket = in_buckets[i], .name_hash = bytes[i]});
  TRY(connection.each(
      std::span<const sql::FindCommandName>(keys),
      [&](std::size_t key, sql::FindCommandName::Row&& row) { see(places[key], kept_of(std::move(row))); }));
  return {};
}

Result<void> BucketedNames::write(store::Connection& connection, std::vector<std::pair<Hash128, KeptName>> names) {
  staged_ = std::move(names);
  std::vector<std::string> bytes;
  std::vector<sql::InsertRecentName> rows;
  bytes.reserve(staged_.size());
  rows.reserve(staged_.size());
  for (const auto& [hash, kept] : staged_)
    rows.push_back({.sequence = last_sequence_ + 1 + static_cast<std::int64_t>(rows.size()),
                    .name_hash = bytes.emplace_back(hash.bytes()),
                    .body_hash = kept.body_hash,
                    .subject_id = kept.subject_id,
                    .party_id = kept.party_id,
                    .detail = none_if_empty(kept.detail)});
  TRY(connection.write(std::span<const sql::InsertRecentName>(rows)));
  if (closing_) TRY(move_slice(connection, std::max(slice_min, moved_a_name * staged_.size())));
  return {};
}

Result<void> BucketedNames::move_slice(store::Connection& connection, std::size_t count) {
  Closing& closing = *closing_;
  const std::size_t end = std::min(closing.moved + count, closing.sorted.size());
  std::vector<std::string> bytes;
  std::vector<sql::InsertCommandName> rows;
  bytes.reserve(end - closing.moved);
  rows.reserve(end - closing.moved);
  for (std::size_t i = closing.moved; i < end; ++i) {
    const auto& [hash, kept] = *closing.sorted[i];
    rows.push_back({.bucket = closing.bucket,
                    .name_hash = bytes.emplace_back(hash.bytes()),
                    .body_hash = kept.body_hash,
                    .subject_id = kept.subject_id,
                    .party_id = kept.party_id,
                    .detail = none_if_empty(kept.detail)});
  }
  TRY(connection.write(std::span<const sql::InsertCommandName>(rows)));
  closing.moved_by_batch = rows.size();
  if (end < closing.sorted.size()) return {};

  closing.filter = std::make_unique<NameFilter>(closing.sorted.size());
  for (const auto* name : closing.sorted) closing.filter->add(name->first);
  TRY(connection.write(sql::InsertNameFilter{.bucket = closing.bucket,
                                             .names = static_cast<std::int64_t>(closing.sorted.size()),
                                             .filter = closing.filter->bytes()}));
  TRY(connection.write(sql::DeleteRecentNames{.sequence = closing.last_sequence}));
  return {};
}

void BucketedNames::committed() {
  last_sequence_ += static_cast<std::int64_t>(staged_.size());
  for (auto& [hash, kept] : staged_) recent_.add(hash, std::move(kept));
  staged_.clear();
  if (closing_) {
    closing_->moved += closing_->moved_by_batch;
    closing_->moved_by_batch = 0;
    if (closing_->filter) {
      buckets_.push_back({closing_->bucket, std::move(*closing_->filter)});
      closing_.reset();
    }
  }
  if (!closing_ && recent_.size() >= bucket_size_) close_recent();
}

void BucketedNames::close_recent() {
  closing_ = std::make_unique<Closing>(Closing{.bucket = buckets_.empty() ? 1 : buckets_.back().bucket + 1,
                                               .last_sequence = last_sequence_,
                                               .names = std::exchange(recent_, Names(bucket_size_)),
                                               .sorted = {},
                                               .filter = {}});
  closing_->sorted.reserve(closing_->names.size());
  for (const auto& name : closing_->names.map()) closing_->sorted.push_back(&name);
  std::sort(closing_->sorted.begin(), closing_->sorted.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
}

}  // namespace ganbo::engine
