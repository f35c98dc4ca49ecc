// WindowCount: how often something happened to a subject within a time, for limits on what strangers may do.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "platform/base/timestamp.hpp"

namespace ganbo {

struct CountBound {
  int count_max;
  Duration window;  // from the first time
};

// Forgets what is over, and the oldest when it is full, so it does not grow. Not thread-safe.
class WindowCount {
 public:
  static constexpr std::size_t subjects_max = 10'000;

  explicit WindowCount(CountBound bound) : bound_(bound) {}
  bool has_room(const std::string& subject, Timestamp now) const;
  void add(const std::string& subject, Timestamp now);

 private:
  struct Count {
    Timestamp since;
    int times = 0;
  };
  CountBound bound_;
  std::map<std::string, Count> counts_;
};

}  // namespace ganbo
