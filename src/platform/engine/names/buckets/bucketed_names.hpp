// BucketedNames: command names on SQLite.
//
// Names are hashes, so an index over all of them touches a page at random for each; on a young record that was a
// quarter of all pages written. Here a new name is appended to `recent_command_names` and kept in memory. When those
// are many they become a bucket: sorted, moved to `command_names` in slices, a share with every batch, so that no batch
// waits for it; its filter is kept in `command_name_filters` and in memory. A question looks into memory, then asks
// those buckets whose filter says "perhaps".
//
// A name stands in `recent_command_names` until its bucket is whole and its filter written, in one transaction. What a
// crash leaves of an unfinished bucket is a part of what is still recent, and is written over when it is closed again.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "platform/engine/names/buckets/name_filter.hpp"
#include "platform/engine/names/command_names.hpp"

namespace ganbo::engine {

class BucketedNames final : public CommandNames {
 public:
  static constexpr std::size_t names_a_bucket = 1 << 16;

  explicit BucketedNames(std::size_t bucket_size = names_a_bucket) : bucket_size_(bucket_size), recent_(bucket_size) {}

  Result<void> open(store::Connection& connection) override;
  Result<void> find(store::Connection& connection, std::span<const Hash128> names,
                    const std::function<void(std::size_t place, const KeptName& kept)>& see) const override;
  // Also moves a slice of the bucket being closed.
  Result<void> write(store::Connection& connection, std::vector<std::pair<Hash128, KeptName>> names) override;
  void committed() override;

 private:
  // Names in memory. Most that are asked for are new, which the filter tells without looking for them.
  class Names {
   public:
    using Map = std::unordered_map<Hash128, KeptName>;
    // Made for a bucket: as many again come in while it is closed.
    explicit Names(std::size_t bucket_size) : filter_(2 * bucket_size) { map_.reserve(bucket_size); }
    void add(const Hash128& name, KeptName kept) {
      filter_.add(name);
      map_.emplace(name, std::move(kept));
    }
    const KeptName* find(const Hash128& name) const {
      if (!filter_.may_hold(name)) return nullptr;
      const auto found = map_.find(name);
      return found == map_.end() ? nullptr : &found->second;
    }
    const Map& map() const { return map_; }
    std::size_t size() const { return map_.size(); }

   private:
    NameFilter filter_;
    Map map_;
  };
  struct Closing {
    std::int64_t bucket = 0;
    std::int64_t last_sequence = 0;
    Names names;
    std::vector<const Names::Map::value_type*> sorted;
    std::size_t moved = 0;               // committed
    std::size_t moved_by_batch = 0;      // with the batch in hand
    std::unique_ptr<NameFilter> filter;  // once all are moved
  };
  struct Bucket {
    std::int64_t bucket;
    NameFilter filter;
  };

  Result<void> move_slice(store::Connection& connection, std::size_t count);
  void close_recent();

  const std::size_t bucket_size_;
  Names recent_;
  std::int64_t last_sequence_ = 0;
  std::vector<std::pair<Hash128, KeptName>> staged_;
  std::unique_ptr<Closing> closing_;
  std::vector<Bucket> buckets_;
};

}  // namespace ganbo::engine
