// Writer: everything that changes the record goes through here.
//
//   admit → batch → prefetch → apply → commit → acknowledge → follow
//
// On SQLite one lane writes. Where the record lets several connections write at once, as PostgreSQL does, there are
// several lanes, and what a command is about (Command::subjects) chooses its own: batches overlap, and what is about
// one party keeps its order.
#pragma once

#include <deque>

#include "platform/base/stop_flag.hpp"
#include "platform/engine/lane.hpp"

namespace ganbo::engine {

class Writer {
 public:
  // `make_workspace` is called once for each lane, here.
  Writer(store::Record& record, const Clock& clock, const std::function<std::unique_ptr<Workspace>()>& make_workspace,
         WriterOptions options = {});
  ~Writer();

  // Registers who posts the pending steps of one kind. Before start().
  void on_pending(std::string kind, MakePosting make);

  Result<void> start();
  // Takes no more, writes what waits, ends the threads. Safe to call twice.
  void stop();

  // Any thread. All of a request's commands or none.
  Result<void> admit(std::vector<std::unique_ptr<Command>>& commands) { return queue_.admit(commands); }
  // Any thread but a lane's: admits one command and waits for its outcome. An outcome that is not applied or repeated
  // is the Error.
  Result<Outcome> submit(std::unique_ptr<Command> command);
  // Any thread but a lane's: waits until everything admitted before, and the steps left pending that are due, have been
  // worked off.
  void drain();

  bool healthy() const;
  // What is the matter, when it is not healthy.
  std::string ailment() const;
  WriterFigures figures() const;  // of all lanes
  std::size_t waiting() const { return queue_.waiting(); }
  // Where every commit is told. Outlives the writer's threads.
  ChangeHub& changes() { return changes_; }

 private:
  store::Record& record_;
  const Clock& clock_;
  const WriterOptions options_;
  Queue queue_;
  InHand in_hand_;
  NextDue next_due_;
  ChangeHub changes_;
  std::map<std::string, MakePosting> postings_;
  std::unique_ptr<Acknowledgements> acknowledgements_;
  std::deque<Lane> lanes_;
  std::thread checkpointer_;
  StopFlag stopping_;
};

}  // namespace ganbo::engine
