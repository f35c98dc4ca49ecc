// Acknowledgements: makes written batches durable, then tells the senders what became of their commands, on a thread of
// its own, so that the writer goes on to the next batch meanwhile. One sync serves all batches that wait for it. The
// commands end here too: freeing what other threads have made takes as long as answering.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/engine/command.hpp"
#include "platform/store/store.hpp"

namespace ganbo::engine {

class Acknowledgements {
 public:
  // How many batches the writer may be ahead of the disk.
  static constexpr std::size_t ahead_max = 8;

  explicit Acknowledgements(store::Record& record);
  // Answers what was handed in, then ends the thread.
  ~Acknowledgements();

  // The writer's thread; waits while the disk is too far behind. `outcomes[i]` is what became of `batch[i]`, and holds
  // once the record is made durable. Where that fails the process ends: nobody can tell any more what the disk holds.
  void hand_in(std::vector<std::unique_ptr<Command>> batch, std::vector<Outcome> outcomes);
  // The same for a batch of which nothing was written.
  void hand_back(std::vector<std::unique_ptr<Command>> batch, std::vector<Outcome> outcomes);

 private:
  struct Written {
    std::vector<std::unique_ptr<Command>> batch;
    std::vector<Outcome> outcomes;
    bool commits = false;
  };
  void add(Written written);
  void run();

  store::Record& record_;
  std::mutex mutex_;
  std::condition_variable some_;
  std::condition_variable room_;
  std::deque<Written> written_;
  bool ending_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace ganbo::engine
