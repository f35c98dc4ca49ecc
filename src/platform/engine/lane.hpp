// Lane: a thread that changes the record, on a connection of its own.
//
// It takes what waits in its lane of the queue (at most `batch_max`), asks the record which command names it holds,
// loads what the batch needs with one set query per table, applies commands in order with pure functions, commits once,
// and hands the outcomes to Acknowledgements. If a commit fails nothing is acknowledged as applied: the lane stops
// writing until the record answers again, asks it which of the commands it holds, answers those and reports the others
// as unavailable (their effect is not in the record, and the client may send them again).
//
// What a command is about may be in another lane's hand at that moment: it is left for the next batch. Where other
// servers write to the same record, a batch may find that one of them has changed what it read,
// or taken its names, identifiers or pending steps: it is taken back and applied again to what the record then holds.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "platform/base/clock.hpp"
#include "platform/engine/acknowledgements.hpp"
#include "platform/engine/in_hand.hpp"
#include "platform/engine/names/command_names.hpp"
#include "platform/engine/queue.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::engine {

struct WriterOptions {
  int lanes = 1;  // where the record lets several connections write at once; else there is one
  std::size_t batch_max = 500;
  std::size_t short_batch_max = 100;  // while the record wants short transactions
  std::size_t queue_max = 20'000;
  std::chrono::milliseconds retry_after_failure{500};
};

// What a lane has done since it started, and where its time went.
struct WriterFigures {
  std::int64_t commands = 0;
  std::int64_t batches = 0;
  std::int64_t names_us = 0;  // asking the record which names it holds
  std::int64_t load_us = 0;
  std::int64_t apply_us = 0;
  std::int64_t write_us = 0;
  std::int64_t commit_us = 0;
  std::int64_t acknowledge_us = 0;  // after the commit: memory brought up to date
  std::int64_t retries = 0;         // of batches, because somebody else was faster
  std::int64_t round_trips = 0;     // of batches, to the record
};

// Makes the command that posts a pending step, or an error when its body cannot be read (a defect: it stays in the
// outbox and is logged).
using MakePosting = std::function<Result<std::unique_ptr<Command>>(const std::string& body)>;

// When the earliest pending step is due, as far as this server knows: microseconds UTC. Lanes lower it when they leave
// a step; the one that posts raises it, unless it was lowered while the record was asked. Thread-safe.
class NextDue {
 public:
  std::int64_t at() const {
    const std::lock_guard lock(mutex_);
    return at_;
  }
  std::uint64_t changes() const {
    const std::lock_guard lock(mutex_);
    return changes_;
  }
  void lower(std::int64_t at) {
    const std::lock_guard lock(mutex_);
    at_ = std::min(at_, at);
    ++changes_;
  }
  void set_unless_changed(std::int64_t at, std::uint64_t changes) {
    const std::lock_guard lock(mutex_);
    if (changes == changes_) at_ = at;
  }
  void put_off(std::int64_t at) {
    const std::lock_guard lock(mutex_);
    at_ = at;
  }

 private:
  mutable std::mutex mutex_;
  std::int64_t at_ = 0;
  std::uint64_t changes_ = 0;
};

// What the lanes of a writer share.
struct LaneSurroundings {
  store::Record& record;
  const Clock& clock;
  const WriterOptions& options;
  const std::map<std::string, MakePosting>& postings;
  Queue& queue;
  InHand& in_hand;
  Acknowledgements& acknowledgements;
  NextDue& next_due;
  ChangeHub& changes;
};

class Lane {
 public:
  // The first lane, number 0, also posts pending steps.
  Lane(LaneSurroundings surroundings, std::size_t number, std::unique_ptr<Workspace> workspace);

  Result<void> start();
  // Waits until the thread has ended, which it does once the queue is closed and the lane drained.
  void join();

  // Any thread.
  bool healthy() const { return healthy_; }
  std::string ailment() const;
  WriterFigures figures() const;

 private:
  using Batch = std::vector<std::unique_ptr<Command>>;

  Result<void> sit_down();
  void run();
  bool posts_now() const;
  std::chrono::milliseconds until_posting() const;
  Batch take_pending();
  void try_record();
  void work_off(Batch batch);
  void write_batch(Batch batch);
  Result<void> try_batch(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled);
  Result<void> take_steps(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled);
  Result<void> look_up_names(const Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled);
  void leave_what_others_have(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled);
  void report();
  Result<void> apply_and_write(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled);
  void recover(Batch batch, const Error& cause);
  void ailing(const std::string& cause);

  const LaneSurroundings around_;
  const std::size_t number_;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<store::Connection> connection_;
  std::unique_ptr<CommandNames> names_;
  // Of the batch in hand; the workspace may still look at them.
  Batch left_;       // for another lane to be through first
  Batch gone_;       // pending steps that another server has posted
  Changes changed_;  // by the batch in hand, while somebody listens
  int server_number_ = 0;
  std::unordered_map<std::int64_t, int> steps_waited_;  // pending ones, that the last batch left
  IdMaker ids_;
  std::thread thread_;
  std::atomic<bool> healthy_{true};
  mutable std::mutex state_mutex_;
  std::string ailment_;
  WriterFigures figures_;
};

}  // namespace ganbo::engine
