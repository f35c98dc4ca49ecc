#include "platform/engine/acknowledgements.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>

namespace ganbo::engine {
namespace {

// What was applied in memory may be gone from the disk, and the record would call it repeated when it is sent again.
// Only a new process, which reads the record from the disk, knows.
[[noreturn]] void end_without_answering(const Error& cause) {
  spdlog::critical(
      "{} ganbo ends, and answers nobody whose events may be lost: they will be sent again. Start it when "
      "the disk is well.",
      cause.message);
  spdlog::shutdown();
  std::_Exit(EXIT_FAILURE);
}

}  // namespace

Acknowledgements::Acknowledgements(store::Record& record) : record_(record), thread_([this] { run(); }) {}

Acknowledgements::~Acknowledgements() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  some_.notify_one();
  thread_.join();
}

void Acknowledgements::hand_in(std::vector<std::unique_ptr<Command>> batch, std::vector<Outcome> outcomes) {
  add({std::move(batch), std::move(outcomes), true});
}

void Acknowledgements::hand_back(std::vector<std::unique_ptr<Command>> batch, std::vector<Outcome> outcomes) {
  add({std::move(batch), std::move(outcomes), false});
}

void Acknowledgements::add(Written written) {
  {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return written_.size() < ahead_max; });
    written_.push_back(std::move(written));
  }
  some_.notify_one();
}

void Acknowledgements::run() {
  while (true) {
    std::deque<Written> all;
    {
      std::unique_lock lock(mutex_);
      some_.wait(lock, [&] { return !written_.empty() || ending_; });
      if (written_.empty()) return;
      all.swap(written_);
    }
    room_.notify_one();
    if (std::ranges::any_of(all, &Written::commits))
      if (const auto durable = record_.make_durable(); !durable.ok()) end_without_answering(durable.error());
    for (auto& written : all)
      for (std::size_t i = 0; i < written.batch.size(); ++i)
        if (written.batch[i]->done) written.batch[i]->done(written.outcomes[i]);
  }
}

}  // namespace ganbo::engine
