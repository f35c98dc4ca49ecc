#include "platform/copy/checksum.hpp"

#include <fmt/format.h>

namespace ganbo::copy {

void Checksum::add(const store::RowSlice& rows) {
  constexpr HashKey key{};
  for (std::size_t place = 0; place < rows.size(); ++place) {
    const Hash128 hash = keyed_hash(key, rows.row(place));
    total_.high += hash.high;
    total_.low += hash.low;
  }
  rows_ += static_cast<std::int64_t>(rows.size());
}

std::string Checksum::text() const { return fmt::format("{:016x}{:016x}", total_.high, total_.low); }

Result<Checksum> checksum_of(const Section& section, store::Connection& connection, std::size_t rows_a_slice,
                             const std::function<void(std::int64_t)>& seen) {
  Checksum sum;
  const auto walk = TRY(section.walk(connection, {}));
  while (true) {
    const auto slice = TRY(walk->next(rows_a_slice));
    if (slice.empty()) return sum;
    sum.add(slice);
    seen(static_cast<std::int64_t>(slice.size()));
  }
}

}  // namespace ganbo::copy
