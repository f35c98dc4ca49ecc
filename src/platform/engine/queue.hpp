// Queue: where commands wait for the writer. Bounded: full means "overloaded, try later", never growth. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/engine/command.hpp"

namespace ganbo::engine {

class Queue {
 public:
  explicit Queue(std::size_t commands_max) : commands_max_(commands_max) {}

  // All or none: a batch of one client is never half admitted. `commands` is emptied only on success.
  // overloaded when there is no room, cancelled when the queue is closed.
  Result<void> admit(std::vector<std::unique_ptr<Command>>& commands);
  // Up to `count_max` commands; waits at most `wait` for the first. Empty when none came or the queue is closed and
  // drained.
  std::vector<std::unique_ptr<Command>> take(std::size_t count_max, std::chrono::milliseconds wait);
  // No more is admitted; what waits can still be taken.
  void close();
  bool closed() const;
  std::size_t waiting() const;
  void wake();

 private:
  const std::size_t commands_max_;
  mutable std::mutex mutex_;
  std::condition_variable some_;
  std::deque<std::unique_ptr<Command>> commands_;
  bool closed_ = false;
  bool woken_ = false;
};

}  // namespace ganbo::engine
