#include <mutex>

#include "platform/store/store.hpp"

namespace ganbo::store {

struct Readers::State {
  std::mutex mutex;
  std::size_t idle_max = 0;
  std::vector<std::unique_ptr<Connection>> idle;
};

Readers::Readers(Record& record, std::size_t idle_max) : record_(record), state_(std::make_unique<State>()) {
  state_->idle_max = idle_max;
}

Readers::~Readers() = default;

Result<Readers::Lease> Readers::take() {
  {
    const std::lock_guard lock(state_->mutex);
    if (!state_->idle.empty()) {
      // The one used last: its cache is the warmest.
      auto connection = std::move(state_->idle.back());
      state_->idle.pop_back();
      return Lease(*this, std::move(connection));
    }
  }
  return Lease(*this, TRY(record_.connect_reader()));
}

Readers::Lease::~Lease() {
  if (!connection_) return;
  connection_->end_read();  // a snapshot never outlives its lease
  const std::lock_guard lock(pool_->state_->mutex);
  if (pool_->state_->idle.size() < pool_->state_->idle_max) pool_->state_->idle.push_back(std::move(connection_));
}

}  // namespace ganbo::store
