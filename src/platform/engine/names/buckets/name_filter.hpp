// NameFilter: says of a command name whether a bucket surely does not hold it.
//
// A split block Bloom filter: each name sets one bit in each of the eight words of one block, so that a question reads
// one cache line. Method and salts: Apache Parquet format specification, "Parquet Bloom Filter" (after Putze, Sanders
// and Singler, "Cache-, hash- and space-efficient Bloom filters", 2007). At 20 bits a name fewer than one question in a
// thousand is answered "perhaps" wrongly (measured by its test).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/hash.hpp"

namespace ganbo::engine {

class NameFilter {
 public:
  // Sized for `names` names, at least one.
  explicit NameFilter(std::size_t names);
  // What bytes() gave; none when the length is not that of a filter.
  static std::optional<NameFilter> from_bytes(std::string_view bytes);

  void add(const Hash128& name);
  // False: it was never added. True: it was, or its bits are those of others.
  bool may_hold(const Hash128& name) const;
  // Words little-endian, one block after the other.
  std::string bytes() const;

 private:
  using Block = std::array<std::uint32_t, 8>;
  NameFilter() = default;
  std::size_t place_of(const Hash128& name) const;

  std::vector<Block> blocks_;
};

}  // namespace ganbo::engine
