#include "platform/engine/queue.hpp"

namespace ganbo::engine {

Result<void> Queue::admit(std::vector<std::unique_ptr<Command>>& commands) {
  const std::lock_guard lock(mutex_);
  if (closed_) return failure(ErrorCode::cancelled, "The server is stopping; send this again when it is back.");
  if (waiting_ + commands.size() > commands_max_)
    return failure(
        ErrorCode::overloaded,
        "More has come in than can be written at once; nothing of this request was taken. Send it again shortly.");
  waiting_ += commands.size();
  for (auto& command : commands) {
    Lane& lane = lanes_[command->order_key() % lanes_.size()];
    lane.commands.push_back(std::move(command));
    if (lane.commands.size() == 1) lane.some.notify_one();
  }
  commands.clear();
  return {};
}

std::vector<std::unique_ptr<Command>> Queue::take(std::size_t number, std::size_t count_max,
                                                  std::chrono::milliseconds wait) {
  std::vector<std::unique_ptr<Command>> taken;
  std::unique_lock lock(mutex_);
  Lane& lane = lanes_[number];
  lane.some.wait_for(lock, wait, [&] { return !lane.commands.empty() || closed_; });
  while (!lane.commands.empty() && taken.size() < count_max) {
    taken.push_back(std::move(lane.commands.front()));
    lane.commands.pop_front();
  }
  waiting_ -= taken.size();
  return taken;
}

void Queue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (Lane& lane : lanes_) lane.some.notify_all();
}

bool Queue::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::size_t Queue::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

std::size_t Queue::waiting(std::size_t lane) const {
  const std::lock_guard lock(mutex_);
  return lanes_[lane].commands.size();
}

}  // namespace ganbo::engine
