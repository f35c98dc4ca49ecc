#include "webhooks/schedule.hpp"

#include <algorithm>
#include <array>

namespace ganbo::webhooks {
namespace {

constexpr std::array<Duration, attempts_max - 1> delays{seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                                        hours(10),  hours(14),  hours(20),   hours(24)};
constexpr double stretched_by = 0.1;
constexpr Duration retry_after_max = days(1);

}  // namespace

std::optional<Timestamp> next_attempt(int attempts, Timestamp failed_at, double jitter,
                                      std::optional<Duration> retry_after) {
  if (attempts < 1 || attempts >= attempts_max) return std::nullopt;
  Duration delay = delays[static_cast<std::size_t>(attempts - 1)];
  if (retry_after) delay = std::max(delay, std::min(*retry_after, retry_after_max));
  const auto stretch = static_cast<std::int64_t>(static_cast<double>(delay.micros) * stretched_by * jitter);
  return failed_at + Duration{delay.micros + stretch};
}

}  // namespace ganbo::webhooks
