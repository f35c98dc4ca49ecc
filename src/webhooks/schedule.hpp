// When a message is tried again. The delays are those that the Standard Webhooks specification 1.0.0 gives as an
// example under "Deliverability and reliability": at once, then after 5 seconds, 5 minutes, half an hour, 2, 5, 10, 14,
// 20 and 24 hours; three days and three hours in all. Each is stretched by up to a tenth, at random, so that what
// failed together does not come back together.
//
// A receiver that says how long it wants to be left alone (Retry-After) is left alone so long, for a day at most.
#pragma once

#include <optional>

#include "platform/base/timestamp.hpp"

namespace ganbo::webhooks {

inline constexpr int attempts_max = 10;
// What waits longer at an endpoint that nothing is sent to is given up.
inline constexpr Duration schedule_life = days(4);

// After the `attempts`th attempt has failed; nothing: that was the last. `jitter` is random, in [0, 1).
std::optional<Timestamp> next_attempt(int attempts, Timestamp failed_at, double jitter,
                                      std::optional<Duration> retry_after);

}  // namespace ganbo::webhooks
