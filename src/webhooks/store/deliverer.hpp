// Deliverer: brings waiting messages to their endpoints, beside the writer: reads what is due, sends it, and has what
// came of it recorded. A message that was sent and whose outcome was not recorded, because the server was killed, is
// sent again: at least once, under the same webhook-id.
//
// Each endpoint has its own few requests at a time, so that one that is slow or down holds no other; while it fails
// again and again, it is tried with one. Where several servers share the record, a message is taken before it is sent:
// it is moved to a later time, by one of them, and is due again then if that one ends before it has an answer.
#pragma once

#include <chrono>
#include <map>
#include <thread>
#include <vector>

#include "platform/base/clock.hpp"
#include "platform/base/stop_flag.hpp"
#include "platform/engine/writer.hpp"
#include "platform/store/store.hpp"
#include "webhooks/sending/sending.hpp"

namespace ganbo::webhooks {

class Deliverer {
 public:
  // All outlive it.
  Deliverer(store::Record& record, store::Readers& readers, engine::Writer& writer, LiveEndpoints& live,
            const Clock& clock);
  Deliverer(const Deliverer&) = delete;
  Deliverer& operator=(const Deliverer&) = delete;
  ~Deliverer();

  void start();
  // What is under way has a moment to end; before the writer is stopped. Safe to call twice.
  void stop();

 private:
  // Of an endpoint, as this server knows it.
  struct Progress {
    std::chrono::steady_clock::time_point look_at;  // when the record is asked again
    int failures = 0;                               // in a row
  };

  void run();
  Result<void> look(const Endpoint& endpoint, Progress& progress);
  Result<std::vector<bool>> take(const std::vector<DueMessage>& due, Timestamp until);
  void note(const std::vector<Sent>& sent);
  Result<void> record_attempts(const std::vector<Sent>& sent);
  void tidy();
  Result<void> tidy_log(const Endpoint& endpoint, std::vector<EndpointId>& without_messages);

  store::Record& record_;
  store::Readers& readers_;
  engine::Writer& writer_;
  LiveEndpoints& live_;
  const Clock& clock_;
  Sending sending_;
  std::map<EndpointId, Progress> progress_;
  std::atomic<bool> heard_{false};  // a commit left messages
  std::chrono::steady_clock::time_point pause_until_;
  std::chrono::steady_clock::time_point count_at_;
  std::chrono::steady_clock::time_point tidy_at_;
  StopFlag stopping_;
  std::thread thread_;
};

}  // namespace ganbo::webhooks
