// A connection: bytes in and out, plain or over TLS, and until when. Included by server.cpp only.
//
// Time limits are one number per connection (`deadline`): a sweep a few times a second ends reading on connections past
// theirs, and cuts those that do not go. That costs nothing per read, where a timer per operation would.
#pragma once

// clang-format off: Asio comes first, see there
#include "platform/http/asio.hpp"
// clang-format on

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <limits>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "platform/http/answer.hpp"
#include "platform/http/authorize.hpp"
#include "platform/http/tls_session.hpp"

namespace ganbo::http {

inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
inline constexpr std::size_t progress_bytes = 64 * 1024;  // a client must move this much per read timeout
inline constexpr std::size_t tls_record_bytes = 16 * 1024;
inline constexpr std::size_t linger_bytes_max = 1024 * 1024;
inline constexpr std::chrono::seconds linger_time{2};

inline std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

struct Streaming;  // streaming.hpp

class Connection {
 public:
  Connection(Socket&& taken, std::chrono::milliseconds time_for_progress)
      : socket(std::move(taken)), time_for_progress_(time_for_progress) {}

  void allow(std::chrono::milliseconds time) { deadline = now_ms() + time.count(); }
  bool is_overdue() const { return now_ms() >= deadline; }

  // How a client begins: with a handshake of TLS, with something else, or not at all. Takes nothing of it.
  enum class Greeting { tls, plain, none };
  Awaitable<Greeting> greeting();
  // With `tls` set. False when no session comes about.
  Awaitable<bool> shake_hands();

  // Bytes read; 0 at the end of input, by the client or by the sweep.
  Awaitable<std::size_t> read_some(net::mutable_buffer into);
  // False when the client takes no more.
  Awaitable<bool> write(std::string_view first, std::string_view second);
  // A client that is still sending would lose our answer to a reset if we closed at once: says that nothing more comes,
  // and reads on a while.
  Awaitable<void> linger();

  Socket socket;
  Arrival arrival = Arrival::tcp;
  std::unique_ptr<TlsSession> tls;  // null: plain
  bool check_host = false;          // bound to a loopback address
  bool from_trusted_proxy = false;
  std::string remote_address;
  beast::flat_buffer input;  // bytes that arrived and were not used yet: also the start of pipelined requests
  std::string head;          // of the answer being written; kept to reuse its memory
  std::atomic<std::int64_t> deadline{never};  // steady clock, ms
  std::atomic<bool> between_requests{false};  // nothing of a request has arrived: may be ended at once by stop()
  int overdue_sweeps = 0;                     // only the sweep uses it
  std::shared_ptr<Answer> awaited;            // under the registry's lock; while a handler runs
  Streaming* streaming = nullptr;             // under the registry's lock; while its answer is a stream of events
  std::list<Connection*>::iterator place;

 private:
  Awaitable<bool> wait(Socket::wait_type what);
  Awaitable<bool> wait_for(TlsSession::Step step);
  Awaitable<std::size_t> read_plain(net::mutable_buffer into);
  Awaitable<std::size_t> read_tls(net::mutable_buffer into);
  Awaitable<bool> write_plain(std::string_view first, std::string_view second);
  Awaitable<bool> write_tls(std::string_view first, std::string_view second);

  const std::chrono::milliseconds time_for_progress_;
};

// Not coroutines themselves: a plain connection costs what it would cost if there were no other.
inline Awaitable<std::size_t> Connection::read_some(net::mutable_buffer into) {
  return tls ? read_tls(into) : read_plain(into);
}

inline Awaitable<bool> Connection::write(std::string_view first, std::string_view second) {
  return tls ? write_tls(first, second) : write_plain(first, second);
}

// ---- plain

inline Awaitable<std::size_t> Connection::read_plain(net::mutable_buffer into) {
  ErrorOfNet error;
  const std::size_t count = co_await socket.async_read_some(into, net::redirect_error(UseAwaitable(), error));
  co_return error ? 0 : count;
}

inline Awaitable<bool> Connection::write_plain(std::string_view first, std::string_view second) {
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

// ---- TLS

inline Awaitable<bool> Connection::wait(Socket::wait_type what) {
  ErrorOfNet error;
  co_await socket.async_wait(what, net::redirect_error(UseAwaitable(), error));
  co_return !error;
}

// For what `step` wants; false when it is no use.
inline Awaitable<bool> Connection::wait_for(TlsSession::Step step) {
  if (step == TlsSession::Step::ended) co_return false;
  co_return co_await wait(step == TlsSession::Step::wants_read ? Socket::wait_read : Socket::wait_write);
}

inline Awaitable<Connection::Greeting> Connection::greeting() {
  constexpr unsigned char handshake = 22;  // a record's content type (RFC 8446, 5.1); no word of HTTP begins with it
  while (true) {
    const bool readable = co_await wait(Socket::wait_read);
    unsigned char first = 0;
    const ssize_t count = readable ? ::recv(socket.native_handle(), &first, 1, MSG_PEEK) : 0;
    if (count > 0) co_return first == handshake ? Greeting::tls : Greeting::plain;
    if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) co_return Greeting::none;
  }
}

inline Awaitable<bool> Connection::shake_hands() {
  while (true) {
    const TlsSession::Step step = tls->shake_hands();
    if (step == TlsSession::Step::done) co_return true;
    const bool more = co_await wait_for(step);
    if (!more) co_return false;
  }
}

inline Awaitable<std::size_t> Connection::read_tls(net::mutable_buffer into) {
  while (true) {
    const TlsSession::Moved moved = tls->read(into.data(), into.size());
    if (moved.step == TlsSession::Step::done) co_return moved.bytes;
    const bool more = co_await wait_for(moved.step);
    if (!more) co_return 0;
  }
}

inline Awaitable<bool> Connection::write_tls(std::string_view first, std::string_view second) {
  allow(time_for_progress_);
  // Each write is a record and a packet of its own: what fits into one goes as one.
  std::string joined;
  if (!first.empty() && !second.empty() && first.size() < tls_record_bytes) {
    const std::size_t room = std::min(tls_record_bytes - first.size(), second.size());
    joined.reserve(first.size() + room);
    joined.append(first).append(second.substr(0, room));
    first = joined;
    second.remove_prefix(room);
  }
  std::size_t since_renewal = 0;
  while (!first.empty() || !second.empty()) {
    std::string_view& next = first.empty() ? second : first;
    const TlsSession::Moved moved = tls->write(next.data(), next.size());
    if (moved.step != TlsSession::Step::done) {
      const bool more = co_await wait_for(moved.step);
      if (!more) co_return false;
      continue;
    }
    next.remove_prefix(moved.bytes);
    since_renewal += moved.bytes;
    if (since_renewal >= progress_bytes) {
      since_renewal = 0;
      allow(time_for_progress_);
    }
  }
  co_return true;
}

// ----

inline Awaitable<void> Connection::linger() {
  ErrorOfNet error;
  if (tls) tls->say_goodbye();
  socket.shutdown(Socket::shutdown_send, error);
  allow(linger_time);
  std::size_t left = linger_bytes_max;
  std::array<char, 4096> discarded;
  while (left > 0) {
    const std::size_t count = co_await read_plain(net::buffer(discarded));  // nobody wants it deciphered
    if (count == 0) break;
    left -= std::min(left, count);
  }
}

}  // namespace ganbo::http
