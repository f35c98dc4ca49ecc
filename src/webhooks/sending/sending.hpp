// Sending: requests under way to endpoints, by libcurl, many at a time on one thread.
//
// A POST with the message as its body and the three headers of Standard Webhooks. What is answered with 2xx is taken;
// redirections are not followed. Whom it connects to is decided at the moment of connecting, by the address that the
// name was resolved to (address.hpp): no proxy is asked, and no connection is used twice, so that each attempt is
// looked at. An answer's first bytes are kept; past answer_bytes_max nothing more is read.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/base/result.hpp"
#include "webhooks/webhooks_part.hpp"

namespace ganbo::webhooks {

inline constexpr std::size_t answer_bytes_kept = 500;
inline constexpr std::size_t answer_bytes_max = 64 * 1024;

// What is to be sent now.
struct Outgoing {
  MessageKey key;
  int attempt = 0;  // from 1
  std::string url;
  std::string body;
  std::vector<std::string> secrets;  // each signs
  bool own_network_allowed = false;
};

// What came of it.
struct Sent {
  MessageKey key;
  int attempt = 0;
  Timestamp tried_at;
  std::int64_t duration_ms = 0;
  std::optional<int> status;
  std::string problem;  // empty: it was taken
  std::string answer;
  std::optional<Duration> retry_after;
};

// Used by one thread; but wake() by any.
class Sending {
 public:
  explicit Sending(std::chrono::milliseconds timeout = std::chrono::seconds(15));
  Sending(const Sending&) = delete;
  Sending& operator=(const Sending&) = delete;
  ~Sending();  // what is under way is broken off

  // It may have failed already when this returns; take() tells.
  void start(Outgoing outgoing, Timestamp now);
  // Goes on with what is under way for at most so long, or until something ends or wake() is called.
  void wait(std::chrono::milliseconds at_most);
  void wake();
  // What has ended since the last call.
  std::vector<Sent> take();

  bool is_under_way(const MessageKey& key) const;
  std::size_t under_way(EndpointId endpoint) const;
  std::size_t under_way() const { return requests_.size(); }

 private:
  struct Request;
  void collect();

  const std::chrono::milliseconds timeout_;
  void* multi_;  // CURLM
  std::map<MessageKey, std::unique_ptr<Request>> requests_;
  std::vector<Sent> ended_;
};

}  // namespace ganbo::webhooks
