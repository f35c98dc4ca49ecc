// Answers without an end: the streams of events that connections send. Included by server.cpp only.
//
// A stream waits without a thread or a timer of its own. The server's sweep rings its bell when there is something to
// send, when it is time to show that we are here, and when the client has gone; so a listener is sent something at most
// once a sweep, however fast its events come.
#pragma once

#include <fmt/format.h>
#include <poll.h>

#include <map>
#include <vector>

#include "platform/http/connection.hpp"

namespace ganbo::http {

inline constexpr std::string_view alive_event = "event: alive\ndata: {}\n\n";
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

// Wakes the one coroutine that waits for it, or the next that will. Thread-safe.
class Bell {
 public:
  explicit Bell(Executor executor) : executor_(std::move(executor)) {}

  // The post happens under the lock: whoever is woken takes it too, and so cannot be gone before the post is done.
  void ring() {
    const std::lock_guard lock(mutex_);
    rung_ = true;
    if (!waiting_) return;
    net::post(executor_, std::move(*waiting_));
    waiting_.reset();
  }

  // Yields once it was rung since the last time.
  Awaitable<void> rung() {
    auto wait = [this](auto handler) {
      const std::lock_guard lock(mutex_);
      if (rung_)
        net::post(executor_, std::move(handler));
      else
        waiting_.emplace(std::move(handler));
    };
    co_await net::async_initiate<const UseAwaitable, void()>(std::move(wait), UseAwaitable());
    const std::lock_guard lock(mutex_);
    rung_ = false;
  }

 private:
  using Waiting = net::async_result<UseAwaitable, void()>::handler_type;
  Executor executor_;
  std::mutex mutex_;
  bool rung_ = false;
  std::optional<Waiting> waiting_;
};

// A connection's stream, as the sweep and stop() see it.
struct Streaming {
  Streaming(Executor executor, const EventStream& source) : events(source), bell(std::move(executor)) {}
  const EventStream& events;
  Bell bell;
  std::atomic<std::int64_t> alive_at{0};  // steady clock, ms: when something must be said again
  std::atomic<bool> gone{false};          // the client sends no more, so nobody listens
};

// Called by the sweep under the registry's lock.
class StreamsOfSweep {
 public:
  void add(const Connection& connection) {
    streams_.push_back(connection.streaming);
    // POLLRDHUP also shows behind bytes that nobody reads.
    sockets_.push_back(
        {.fd = const_cast<Socket&>(connection.socket).native_handle(), .events = POLLRDHUP, .revents = 0});
  }
  // Rings for those that have something to do; forgets all.
  void ring(std::int64_t now) {
    if (!sockets_.empty()) ::poll(sockets_.data(), sockets_.size(), 0);
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      Streaming& stream = *streams_[i];
      if ((sockets_[i].revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) stream.gone = true;
      if (stream.gone || stream.events.ready() || now >= stream.alive_at) stream.bell.ring();
    }
    streams_.clear();
    sockets_.clear();
  }

 private:
  std::vector<Streaming*> streams_;
  std::vector<pollfd> sockets_;
};

// How many streams there are, of all and of each caller. Under the registry's lock.
class StreamSeats {
 public:
  // Why there is no room for one more of this caller; nothing when a seat was taken.
  std::optional<Error> take(const std::string& caller, std::size_t all_max, std::size_t caller_max) {
    if (all_ >= all_max)
      return failure(ErrorCode::overloaded, "As many pages as may are told of changes; try again later.");
    std::size_t& own = by_caller_[caller];
    if (own >= caller_max)
      return Error{ErrorCode::overloaded,
                   fmt::format("This session or key is told of changes {} times already; close some pages.", own),
                   {},
                   "limit"};
    ++own;
    ++all_;
    return std::nullopt;
  }
  void leave(const std::string& caller) {
    const auto own = by_caller_.find(caller);
    if (--own->second == 0) by_caller_.erase(own);
    --all_;
  }

 private:
  std::size_t all_ = 0;
  std::map<std::string, std::size_t> by_caller_;
};

// Whose stream a request asks for: a key, a session, or an address.
inline std::string stream_caller(const Request& request) {
  if (!request.header("authorization").empty()) return std::string(request.header("authorization"));
  const std::string_view cookie = cookie_of(request, session_cookie_name);
  return cookie.empty() ? request.remote_address : std::string(cookie);
}

inline std::string as_chunk(std::string_view bytes) { return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes); }

}  // namespace ganbo::http
