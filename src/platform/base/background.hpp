// Background: one thread for what takes long (a rebuild, a backup, SQL over everything), so that the threads that
// receive stay free.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "platform/base/result.hpp"

namespace ganbo {

class Background {
 public:
  static constexpr std::size_t waiting_max = 16;

  Background();
  // Finishes the job in hand; what still waits is dropped.
  ~Background();
  // overloaded when too many wait.
  Result<void> add(std::function<void()> job);

 private:
  void run();
  std::mutex mutex_;
  std::condition_variable some_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ganbo
