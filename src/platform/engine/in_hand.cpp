#include "platform/engine/in_hand.hpp"

#include <algorithm>
#include <unordered_set>

namespace ganbo::engine {

std::vector<bool> InHand::take(std::size_t lane, const std::vector<Wish>& wishes) {
  std::vector<bool> taken;
  taken.reserve(wishes.size());
  std::unordered_set<std::uint64_t> waiting;
  const std::lock_guard lock(mutex_);
  for (const auto& wish : wishes) {
    const bool waits = wish.can_wait && std::ranges::any_of(wish.subjects, [&](std::uint64_t subject) {
                         const auto found = lane_of_.find(subject);
                         return (found != lane_of_.end() && found->second != lane) || waiting.contains(subject);
                       });
    taken.push_back(!waits);
    for (const auto subject : wish.subjects) {
      if (waits)
        waiting.insert(subject);
      else if (lane_of_.emplace(subject, lane).second)
        by_lane_[lane].push_back(subject);
    }
  }
  return taken;
}

void InHand::release(std::size_t lane) {
  const std::lock_guard lock(mutex_);
  if (by_lane_[lane].empty()) return;
  for (const auto subject : by_lane_[lane]) lane_of_.erase(subject);
  by_lane_[lane].clear();
  ++releases_;
  released_.notify_all();
}

void InHand::wait(std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  released_.wait_for(lock, most, [&, before = releases_] { return releases_ != before; });
}

}  // namespace ganbo::engine
