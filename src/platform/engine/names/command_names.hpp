// CommandNames: which commands the record has applied, and what it answered.
//
// Names are hashes, so an index over all of them touches a page at random for each; on a young record that was a
// quarter of all pages written. Here a new name is appended to `recent_command_names` and kept in memory. When those
// are many they become a bucket: sorted, moved to `command_names` in slices, a share with every batch, so that no batch
// waits for it; its filter is kept in `command_name_filters` and in memory. A question looks into memory, then asks
// those buckets whose filter says "perhaps". Nothing is ever forgotten.
//
// A name stands in `recent_command_names` until its bucket is whole and its filter written, in one transaction. What a
// crash leaves of an unfinished bucket is a part of what is still recent, and is written over when it is closed again.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/base/hash.hpp"
#include "platform/engine/names/name_filter.hpp"
#include "platform/store/store.hpp"

namespace ganbo::engine {

// The first answer to a name.
struct KeptName {
  std::int64_t body_hash = 0;
  std::int64_t subject_id = 0;
  std::int64_t party_id = 0;
  std::string detail;
};

// Used by the writer's thread alone.
class CommandNames {
 public:
  static constexpr std::size_t names_a_bucket = 1 << 16;

  explicit CommandNames(std::size_t bucket_size = names_a_bucket) : bucket_size_(bucket_size) {}

  // Reads what memory must know. Also after a failed commit, when it is not known which names hold.
  Result<void> open(store::Connection& connection);

  // `see(place, kept)` for every name of `names` that the record holds.
  Result<void> find(store::Connection& connection, std::span<const Hash128> names,
                    const std::function<void(std::size_t place, const KeptName& kept)>& see) const;

  // In the transaction of the commands' effects: keeps new names (none of which the record holds) and moves a slice of
  // the bucket being closed. Then committed(), or open() when the transaction failed.
  Result<void> write(store::Connection& connection, std::vector<std::pair<Hash128, KeptName>> names);
  void committed();

 private:
  using Names = std::unordered_map<Hash128, KeptName>;
  struct Closing {
    std::int64_t bucket = 0;
    std::int64_t last_sequence = 0;
    Names names;
    std::vector<const Names::value_type*> sorted;
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
