// A connection: bytes in and out, and until when. Included by server.cpp only.
//
// Time limits are one number per connection (`deadline`): a sweep a few times a second ends reading on connections past
// theirs, and cuts those that do not go. That costs nothing per read, where a timer per operation would.
#pragma once

// clang-format off: Asio comes first, see there
#include "platform/http/asio.hpp"
// clang-format on

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "platform/http/answer.hpp"
#include "platform/http/authorize.hpp"

namespace ganbo::http {

inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
inline constexpr std::size_t progress_bytes = 64 * 1024;  // a client must move this much per read timeout
inline constexpr std::size_t linger_bytes_max = 1024 * 1024;
inline constexpr std::chrono::seconds linger_time{2};

inline std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

class Connection {
 public:
  Connection(Socket&& taken, std::chrono::milliseconds time_for_progress)
      : socket(std::move(taken)), time_for_progress_(time_for_progress) {}

  void allow(std::chrono::milliseconds time) { deadline = now_ms() + time.count(); }
  bool is_overdue() const { return now_ms() >= deadline; }

  // Bytes read; 0 at the end of input, by the client or by the sweep.
  Awaitable<std::size_t> read_some(net::mutable_buffer into);
  // False when the client takes no more.
  Awaitable<bool> write(std::string_view first, std::string_view second);
  // A client that is still sending would lose our answer to a reset if we closed at once: says that nothing more comes,
  // and reads on a while.
  Awaitable<void> linger();

  Socket socket;
  Arrival arrival = Arrival::tcp;
  bool check_host = false;  // bound to a loopback address
  std::string remote_address;
  beast::flat_buffer input;  // bytes that arrived and were not used yet: also the start of pipelined requests
  std::string head;          // of the answer being written; kept to reuse its memory
  std::atomic<std::int64_t> deadline{never};  // steady clock, ms
  std::atomic<bool> between_requests{false};  // nothing of a request has arrived: may be ended at once by stop()
  int overdue_sweeps = 0;                     // only the sweep uses it
  std::shared_ptr<Answer> awaited;            // under the registry's lock; while a handler runs
  std::list<Connection*>::iterator place;

 private:
  const std::chrono::milliseconds time_for_progress_;
};

inline Awaitable<std::size_t> Connection::read_some(net::mutable_buffer into) {
  ErrorOfNet error;
  const std::size_t count = co_await socket.async_read_some(into, net::redirect_error(UseAwaitable(), error));
  co_return error ? 0 : count;
}

inline Awaitable<bool> Connection::write(std::string_view first, std::string_view second) {
  allow(time_for_progress_);
  std::size_t since_renewal = 0;
  while (!first.empty() || !second.empty()) {
    const std::array<net::const_buffer, 2> parts{net::const_buffer(first.data(), first.size()),
                                                 net::const_buffer(second.data(), second.size())};
    ErrorOfNet error;
    // Nearly always the kernel takes all at once; only a full socket costs a round through the event loop.
    std::size_t count = socket.write_some(parts, error);
    if (error == net::error::would_block || error == net::error::try_again) {
      count = 0;
      co_await socket.async_wait(Socket::wait_write, net::redirect_error(UseAwaitable(), error));
    }
    if (error) co_return false;
    const std::size_t of_first = std::min(count, first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(count - of_first);
    since_renewal += count;
    if (since_renewal >= progress_bytes) {
      since_renewal = 0;
      allow(time_for_progress_);
    }
  }
  co_return true;
}

inline Awaitable<void> Connection::linger() {
  ErrorOfNet error;
  socket.shutdown(Socket::shutdown_send, error);
  allow(linger_time);
  std::size_t left = linger_bytes_max;
  std::array<char, 4096> discarded;
  while (left > 0) {
    const std::size_t count = co_await read_some(net::buffer(discarded));
    if (count == 0) break;
    left -= std::min(left, count);
  }
}

}  // namespace ganbo::http
