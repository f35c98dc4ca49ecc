// Lets the checkpoint begin the log anew between two transactions of a busy writer.
//
// The log can begin anew only while nobody writes. A writer that commits back to back leaves gaps of microseconds,
// which SQLite's waiting (sleep, try again) misses for seconds, while the log grows. So the checkpoint closes this
// gate, the writer finishes its transaction and waits before the next, and the checkpoint opens the gate again. Only a
// hint: SQLite's locks keep the file right.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace ganbo::store {

class LogGate {
 public:
  // Pages in the log when a writer last committed; falls when the log begins anew.
  std::atomic<int> pages{0};

  // What a writer waits at most, should the checkpoint take longer.
  static constexpr std::chrono::milliseconds wait_max{250};
  static constexpr std::chrono::milliseconds announce_max{100};

  void pass() {
    std::unique_lock lock(mutex_);
    ++passes_;
    passed_.notify_all();
    opened_.wait_for(lock, wait_max, [&] { return !closed_; });
  }
  // Before close(): the less the writer's last transactions change, the sooner the gate opens again. Returns when those
  // that were begun, or made ready, before have ended; or when nothing came.
  void announce() {
    announced_ = true;
    std::unique_lock lock(mutex_);
    passed_.wait_for(lock, announce_max, [&, before = passes_] { return passes_ >= before + 2; });
  }
  bool announced() const { return announced_; }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  // Opens the gate when it goes out of scope, closed or only announced.
  class Opening {
   public:
    explicit Opening(LogGate& gate) : gate_(gate) {}
    ~Opening() { gate_.open(); }
    Opening(const Opening&) = delete;
    Opening& operator=(const Opening&) = delete;

   private:
    LogGate& gate_;
  };

 private:
  void open() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = false;
    }
    announced_ = false;
    opened_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable opened_;
  std::condition_variable passed_;
  std::uint64_t passes_ = 0;
  bool closed_ = false;
  std::atomic<bool> announced_{false};
};

}  // namespace ganbo::store
