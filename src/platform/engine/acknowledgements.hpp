// Acknowledgements: tells the senders of a written batch what became of their commands, on a thread of its own, so that
// the writer goes on to the next batch meanwhile. The commands end here too: freeing what other threads have made takes
// as long as answering.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/engine/command.hpp"

namespace ganbo::engine {

class Acknowledgements {
 public:
  Acknowledgements();
  // Answers what was handed in, then ends the thread.
  ~Acknowledgements();

  // The writer's thread. `outcomes[i]` is what became of `batch[i]`, and holds.
  void hand_in(std::vector<std::unique_ptr<Command>> batch, std::vector<Outcome> outcomes);

 private:
  struct Written {
    std::vector<std::unique_ptr<Command>> batch;
    std::vector<Outcome> outcomes;
  };
  void run();

  std::mutex mutex_;
  std::condition_variable some_;
  std::deque<Written> written_;
  bool ending_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace ganbo::engine
