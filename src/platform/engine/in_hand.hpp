// InHand: what the commands are about that each lane of a writer is writing at this moment. Two lanes that write of one
// party meet, and one of them has to begin again; so what another lane has in hand waits until that lane is through,
// and the rest of the batch goes on. Thread-safe.
//
// It saves work, no more: what holds where servers or lanes do meet is the version that each party has.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace ganbo::engine {

class InHand {
 public:
  explicit InHand(std::size_t lanes) : by_lane_(lanes) {}

  struct Wish {
    std::vector<std::uint64_t> subjects;
    bool can_wait = true;  // else it is written now, whoever has what it is about
  };
  // `wishes`: of each command of a batch, in its order. True for those that the lane is to write now: what of their
  // subjects was in no hand is in this lane's until release(). The others wait: one of their subjects is in another
  // hand, or belongs to a command before them that waits.
  std::vector<bool> take(std::size_t lane, const std::vector<Wish>& wishes);
  void release(std::size_t lane);
  std::size_t lanes() const { return by_lane_.size(); }
  // Until some lane releases what it has, or `most` is over.
  void wait(std::chrono::milliseconds most);

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  std::unordered_map<std::uint64_t, std::size_t> lane_of_;
  std::vector<std::vector<std::uint64_t>> by_lane_;
  std::uint64_t releases_ = 0;
};

}  // namespace ganbo::engine
