#include "platform/base/ids.hpp"

#include <algorithm>

namespace ganbo {
namespace {
constexpr std::int64_t epoch_ms = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
constexpr int counter_bits = 12;
constexpr int server_bits = 10;
constexpr std::int64_t counter_mask = (std::int64_t{1} << counter_bits) - 1;
}  // namespace

std::int64_t IdMaker::next(Timestamp now) {
  const std::int64_t tick_now = std::max<std::int64_t>(1, now.micros / 1000 - epoch_ms) << counter_bits;
  tick_ = std::max(tick_now, tick_ + 1);
  const std::int64_t ms = tick_ >> counter_bits;
  return (ms << (server_bits + counter_bits)) | (std::int64_t{server_number_} << counter_bits) | (tick_ & counter_mask);
}

void IdMaker::continue_after(std::int64_t last) {
  const std::int64_t ms = last >> (server_bits + counter_bits);
  tick_ = std::max(tick_, (ms << counter_bits) | (last & counter_mask));
}

}  // namespace ganbo
