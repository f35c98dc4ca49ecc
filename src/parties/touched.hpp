// TouchedParties: who has changed since somebody looked. The writer adds to it after each commit; who holds something
// made of parties takes what gathered, and reads those again. Thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "platform/base/ids.hpp"

namespace ganbo::parties {

class TouchedParties {
 public:
  struct Taken {
    bool all = false;  // anybody may have changed; `parties` is empty then
    std::vector<PartyId> parties;
  };

  void add(const std::vector<PartyId>& parties) {
    const std::lock_guard lock(mutex_);
    if (all_) return;
    gathered_.insert(gathered_.end(), parties.begin(), parties.end());
    if (gathered_.size() < tidy_at_) return;
    sort_out(gathered_);
    tidy_at_ = std::max(tidy_min, 2 * gathered_.size());
  }
  void add_all() {
    const std::lock_guard lock(mutex_);
    all_ = true;
    gathered_.clear();
  }
  bool all() const {
    const std::lock_guard lock(mutex_);
    return all_;
  }
  // How many wait, each counted once.
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    sort_out(gathered_);
    return gathered_.size();
  }
  // Each once, by rising id.
  Taken take() {
    Taken taken;
    {
      const std::lock_guard lock(mutex_);
      taken = {std::exchange(all_, false), std::exchange(gathered_, {})};
      tidy_at_ = tidy_min;
    }
    sort_out(taken.parties);
    return taken;
  }

 private:
  static constexpr std::size_t tidy_min = 100'000;  // so memory stays within what the parties themselves take

  static void sort_out(std::vector<PartyId>& parties) {
    std::sort(parties.begin(), parties.end());
    parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
  }

  mutable std::mutex mutex_;
  bool all_ = false;
  std::vector<PartyId> gathered_;
  std::size_t tidy_at_ = tidy_min;
};

}  // namespace ganbo::parties
