#include "platform/engine/acknowledgements.hpp"

namespace ganbo::engine {

Acknowledgements::Acknowledgements() : thread_([this] { run(); }) {}

Acknowledgements::~Acknowledgements() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  some_.notify_one();
  thread_.join();
}

void Acknowledgements::hand_in(std::vector<std::unique_ptr<Command>> batch, std::vector<Outcome> outcomes) {
  {
    const std::lock_guard lock(mutex_);
    written_.push_back({std::move(batch), std::move(outcomes)});
  }
  some_.notify_one();
}

void Acknowledgements::run() {
  while (true) {
    Written next;
    {
      std::unique_lock lock(mutex_);
      some_.wait(lock, [&] { return !written_.empty() || ending_; });
      if (written_.empty()) return;
      next = std::move(written_.front());
      written_.pop_front();
    }
    for (std::size_t i = 0; i < next.batch.size(); ++i)
      if (next.batch[i]->done) next.batch[i]->done(next.outcomes[i]);
  }
}

}  // namespace ganbo::engine
