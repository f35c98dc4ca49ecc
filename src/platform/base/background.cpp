#include "platform/base/background.hpp"

namespace ganbo {

Background::Background() : thread_([this] { run(); }) {}

Background::~Background() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    jobs_.clear();
  }
  some_.notify_all();
  thread_.join();
}

Result<void> Background::add(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= waiting_max)
      return failure(ErrorCode::overloaded, "Too many long questions are waiting. Ask again when they are answered.");
    jobs_.push_back(std::move(job));
  }
  some_.notify_one();
  return {};
}

void Background::run() {
  while (true) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      some_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace ganbo
