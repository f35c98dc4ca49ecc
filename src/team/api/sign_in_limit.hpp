// How often somebody may try to sign in: a password is guessed slowly or not at all.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "platform/base/timestamp.hpp"

namespace ganbo::team {

// Counts failures per address and per login in windows of `window`. Thread-safe; forgets old windows, so it does not
// grow.
class SignInLimit {
 public:
  static constexpr int failures_max = 10;
  static constexpr Duration window = minutes(10);
  static constexpr std::size_t subjects_max = 10'000;

  bool allows(const std::string& subject, Timestamp now) {
    const std::lock_guard lock(mutex_);
    const auto found = failures_.find(subject);
    return found == failures_.end() || now - found->second.since >= window || found->second.count < failures_max;
  }
  void failed(const std::string& subject, Timestamp now) {
    const std::lock_guard lock(mutex_);
    if (failures_.size() >= subjects_max)
      std::erase_if(failures_, [&](const auto& entry) { return now - entry.second.since >= window; });
    Failures& failures = failures_[subject];
    if (now - failures.since >= window) failures = {now, 0};
    ++failures.count;
  }

 private:
  struct Failures {
    Timestamp since;
    int count = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Failures> failures_;
};

}  // namespace ganbo::team
