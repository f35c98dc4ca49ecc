// Writer: the one thread that changes the record.
//
//   admit → batch → prefetch → apply → commit → acknowledge → follow
//
// It takes what waits (at most `batch_max`), asks the record which command names it holds, loads what the batch needs
// with one set query per table, applies commands in order with pure functions, commits once, and only then answers. If
// a commit fails nothing is acknowledged as applied: the writer stops writing until the record answers again, asks it
// which of the commands it holds, answers those and reports the others as unavailable (their effect is not in the
// record, and the client may send them again).
//
// Where several servers share a record, a batch may find that another server has changed what it read, or taken its
// names, identifiers or pending steps: it is taken back and applied again to what the record then holds.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "platform/base/clock.hpp"
#include "platform/engine/acknowledgements.hpp"
#include "platform/engine/names/command_names.hpp"
#include "platform/engine/queue.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::engine {

struct WriterOptions {
  std::size_t batch_max = 1000;
  std::size_t queue_max = 20'000;
  std::chrono::milliseconds retry_after_failure{500};
};

// What the writer has done since it started, and where its time went.
struct WriterFigures {
  std::int64_t commands = 0;
  std::int64_t batches = 0;
  std::int64_t names_us = 0;  // asking the record which names it holds
  std::int64_t load_us = 0;
  std::int64_t apply_us = 0;
  std::int64_t write_us = 0;
  std::int64_t commit_us = 0;
  std::int64_t acknowledge_us = 0;  // after the commit: memory brought up to date
  std::int64_t retries = 0;         // of batches, because another server was faster
};

class Writer {
 public:
  // Makes the command that posts a pending step, or an error when its body cannot be read (a defect: it stays in the
  // outbox and is logged).
  using MakePosting = std::function<Result<std::unique_ptr<Command>>(const std::string& body)>;

  Writer(store::Record& record, const Clock& clock, std::unique_ptr<Workspace> workspace, WriterOptions options = {});
  ~Writer();

  // Registers who posts the pending steps of one kind. Before start().
  void on_pending(std::string kind, MakePosting make);

  Result<void> start();
  // Takes no more, writes what waits, ends the thread. Safe to call twice.
  void stop();

  // Any thread. All of a request's commands or none.
  Result<void> admit(std::vector<std::unique_ptr<Command>>& commands) { return queue_.admit(commands); }
  // Any thread but the writer's: admits one command and waits for its outcome. An outcome that is not applied or
  // repeated is the Error.
  Result<Outcome> submit(std::unique_ptr<Command> command);
  // Any thread but the writer's: waits until everything admitted before, and the steps left pending that are due, have
  // been worked off.
  void drain();

  bool healthy() const { return healthy_; }
  std::string ailment() const;
  WriterFigures figures() const;
  std::size_t waiting() const { return queue_.waiting(); }

 private:
  using Batch = std::vector<std::unique_ptr<Command>>;

  Result<void> sit_down();
  void run();
  Batch take_pending();
  void try_record();
  void write_batch(Batch batch);
  Result<void> try_batch(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled);
  Result<void> take_steps(Batch& batch);
  Result<void> look_up_names(const Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled);
  Result<void> apply_and_write(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled);
  void recover(Batch batch, const Error& cause);
  void ailing(const std::string& cause);

  store::Record& record_;
  const Clock& clock_;
  std::unique_ptr<Workspace> workspace_;
  const WriterOptions options_;
  Queue queue_;
  std::map<std::string, MakePosting> postings_;
  std::unique_ptr<store::Connection> connection_;
  std::unique_ptr<CommandNames> names_;
  int server_number_ = 0;
  IdMaker ids_;
  std::atomic<std::int64_t> next_due_{0};  // microseconds UTC of the earliest pending step; INT64_MAX when none
  std::unique_ptr<Acknowledgements> acknowledgements_;
  std::thread thread_;
  std::thread checkpointer_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> healthy_{true};
  mutable std::mutex state_mutex_;
  std::string ailment_;
  WriterFigures figures_;
};

}  // namespace ganbo::engine
