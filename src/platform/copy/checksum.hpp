// Checksum: what tells two sets of rows apart, whatever the order they come in: how many, and the sum of their hashes.
// The key is not secret: it is to find mistakes, not forgeries.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "platform/base/hash.hpp"
#include "platform/copy/section.hpp"

namespace ganbo::copy {

class Checksum {
 public:
  void add(const store::RowSlice& rows);
  std::int64_t rows() const { return rows_; }
  std::string text() const;  // 32 hex digits
  bool operator==(const Checksum&) const = default;

 private:
  std::int64_t rows_ = 0;
  Hash128 total_;
};

// Of all rows of a section. `seen` is told of rows as they are read.
Result<Checksum> checksum_of(const Section& section, store::Connection& connection, std::size_t rows_a_slice,
                             const std::function<void(std::int64_t)>& seen);

}  // namespace ganbo::copy
