// What decides between facts of the same instant (Moment::precedence), and which import told a fact. From the top:
//   bits 61–62  the step of the event's type: an update comes after what it updates
//   bit 60      told live; clear when an import told it
//   below       live: a hash of the name that the sender gave, or where no time was said the place in the batch; of an
//               import: the microsecond it began
// All of it is in the event, so it is the same however often and in whatever order events arrive, in every record.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parties/party.hpp"

namespace ganbo::events {

inline constexpr unsigned bits_below_step = 61;
inline constexpr unsigned bits_of_import = 60;
inline constexpr std::int64_t live_bit = std::int64_t{1} << bits_of_import;

// `rank` decides among equals, by its upper bits.
constexpr std::int64_t live_precedence(int step, std::uint64_t rank) {
  return std::int64_t{step} << bits_below_step | live_bit | static_cast<std::int64_t>(rank >> (64 - bits_of_import));
}
// `began` is positive.
constexpr std::int64_t import_precedence(int step, std::int64_t began) {
  return std::int64_t{step} << bits_below_step | std::min(began, live_bit - 1);
}
// When the import began that told the fact; 0 when it was told live.
constexpr std::int64_t import_of(const parties::Moment& moment) {
  return (moment.precedence & live_bit) != 0 ? 0 : moment.precedence & (live_bit - 1);
}

}  // namespace ganbo::events
