// Queue: where commands wait to be applied, in lanes: those of one lane keep their order. Bounded over all lanes: full
// means "overloaded, try later", never growth. Thread-safe.
//
// Two lanes that write of one party meet, and one of them begins again; so what came together, or was found to be about
// one party, goes into one lane from then on, whichever of the party's identifiers it comes under.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/engine/command.hpp"

namespace ganbo::engine {

// Whether `next` may be written in one transaction with the batch before it.
bool goes_with(const std::vector<std::unique_ptr<Command>>& batch, const Command& next);

class Queue {
 public:
  Queue(std::size_t lanes, std::size_t commands_max)
      : commands_max_(commands_max), lanes_(lanes), ways_(lanes > 1 ? ways_max : 0) {}

  // All or none: a batch of one client is never half admitted. `commands` is emptied only on success.
  // overloaded when there is no room, cancelled when the queue is closed.
  Result<void> admit(std::vector<std::unique_ptr<Command>>& commands);
  // After a batch: which parties its commands were about.
  void learn(const std::vector<std::unique_ptr<Command>>& commands, const std::vector<Outcome>& outcomes);
  // Up to `count_max` commands of the lane; waits at most `wait` for the first. Empty when none came or the queue is
  // closed and the lane drained. A command that is to be alone comes alone.
  std::vector<std::unique_ptr<Command>> take(std::size_t lane, std::size_t count_max, std::chrono::milliseconds wait);
  // What a lane has taken and not begun: it comes first again, in its order. Also when the queue is closed.
  void put_back(std::size_t lane, std::vector<std::unique_ptr<Command>> commands);
  // No more is admitted; what waits can still be taken.
  void close();
  bool closed() const;
  // In all lanes, or in one.
  std::size_t waiting() const;
  std::size_t waiting(std::size_t lane) const;

 private:
  struct Lane {
    std::condition_variable some;
    std::deque<std::unique_ptr<Command>> commands;
  };
  // The lane that a subject goes into. Remembered where it falls, over what fell there before: 2 MB.
  struct Way {
    std::uint64_t subject = 0;
    std::size_t lane = 0;
  };
  static constexpr std::size_t ways_max = 1U << 17U;
  Way& way_of(std::uint64_t subject) { return ways_[subject % ways_max]; }
  std::size_t choose_lane(const std::vector<std::uint64_t>& subjects);

  const std::size_t commands_max_;
  mutable std::mutex mutex_;
  std::deque<Lane> lanes_;
  std::vector<Way> ways_;  // none where there is one lane
  std::size_t waiting_ = 0;
  std::uint64_t admitted_ = 0;  // so far
  bool closed_ = false;
};

}  // namespace ganbo::engine
