#include "platform/base/window_count.hpp"

#include <algorithm>

namespace ganbo {

bool WindowCount::has_room(const std::string& subject, Timestamp now) const {
  const auto found = counts_.find(subject);
  return found == counts_.end() || now - found->second.since >= bound_.window || found->second.times < bound_.count_max;
}

void WindowCount::add(const std::string& subject, Timestamp now) {
  if (counts_.size() >= subjects_max && !counts_.contains(subject)) {
    std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.since >= bound_.window; });
    if (counts_.size() >= subjects_max)
      counts_.erase(std::min_element(counts_.begin(), counts_.end(),
                                     [](const auto& a, const auto& b) { return a.second.since < b.second.since; }));
  }
  Count& count = counts_[subject];
  if (now - count.since >= bound_.window) count = {now, 0};
  ++count.times;
}

}  // namespace ganbo
