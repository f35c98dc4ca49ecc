#include "platform/engine/queue.hpp"

namespace ganbo::engine {

Result<void> Queue::admit(std::vector<std::unique_ptr<Command>>& commands) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return failure(ErrorCode::cancelled, "The server is stopping; send this again when it is back.");
    if (commands_.size() + commands.size() > commands_max_)
      return failure(
          ErrorCode::overloaded,
          "More has come in than can be written at once; nothing of this request was taken. Send it again shortly.");
    for (auto& command : commands) commands_.push_back(std::move(command));
  }
  commands.clear();
  some_.notify_one();
  return {};
}

std::vector<std::unique_ptr<Command>> Queue::take(std::size_t count_max, std::chrono::milliseconds wait) {
  std::vector<std::unique_ptr<Command>> taken;
  std::unique_lock lock(mutex_);
  some_.wait_for(lock, wait, [&] { return !commands_.empty() || closed_ || woken_; });
  woken_ = false;
  while (!commands_.empty() && taken.size() < count_max) {
    taken.push_back(std::move(commands_.front()));
    commands_.pop_front();
  }
  return taken;
}

void Queue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  some_.notify_all();
}

bool Queue::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::size_t Queue::waiting() const {
  const std::lock_guard lock(mutex_);
  return commands_.size();
}

void Queue::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  some_.notify_one();
}

}  // namespace ganbo::engine
