// What the server's coroutines share: a connection, and the answer that it waits for. Included by server.cpp only; no
// other file knows Asio and Beast.
#pragma once

// clang-format off: Asio 1.74 forgets <utility>, so it comes first
#include <utility>

#if defined(__clang__)
// Boost 1.74 looks for the experimental coroutines that clang had once; clang has the standard's since.
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#endif
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
// clang-format on

#include <atomic>
#include <chrono>
#include <limits>
#include <list>
#include <mutex>

#include "platform/http/authorize.hpp"
#include "platform/http/http.hpp"
#include "platform/http/problem.hpp"

namespace ganbo::http {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;

using Executor = net::io_context::executor_type;
using UseAwaitable = net::use_awaitable_t<Executor>;
template <class T>
using Awaitable = net::awaitable<T, Executor>;
using Protocol = net::generic::stream_protocol;
using Socket = net::basic_stream_socket<Protocol, Executor>;
using Acceptor = net::basic_socket_acceptor<Protocol, Executor>;
using Timer =
    net::basic_waitable_timer<std::chrono::steady_clock, net::wait_traits<std::chrono::steady_clock>, Executor>;
using Parser = wire::request_parser<wire::string_body>;
using ErrorOfNet = boost::system::error_code;

inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

inline std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// What a handler gives and a connection waits for, from two threads.
class Answer {
 public:
  explicit Answer(Executor executor) : executor_(std::move(executor)) {}

  // The first one counts. The post happens under the lock, so that the connection, which takes the response under it
  // too, cannot be gone (and its io_context with it) before the post is done.
  void give(Response response) {
    const std::lock_guard lock(mutex_);
    if (given_) return;
    given_ = true;
    response_ = std::move(response);
    if (waiting_) {
      net::post(executor_, std::move(*waiting_));
      waiting_.reset();
    }
  }

  // Yields once given.
  Awaitable<void> given() {
    auto wait = [this](auto handler) {
      const std::lock_guard lock(mutex_);
      if (given_)
        net::post(executor_, std::move(handler));
      else
        waiting_.emplace(std::move(handler));
    };
    return net::async_initiate<const UseAwaitable, void()>(std::move(wait), UseAwaitable());
  }

  std::optional<Response> take_if_given() {
    const std::lock_guard lock(mutex_);
    if (!given_) return std::nullopt;
    return std::move(response_);
  }

 private:
  using Waiting = net::async_result<UseAwaitable, void()>::handler_type;
  Executor executor_;
  std::mutex mutex_;
  bool given_ = false;
  Response response_;
  std::optional<Waiting> waiting_;
};

// Held by every copy of a Reply: when the last one goes unanswered, the client is told instead of left waiting.
struct AnswerOwed {
  std::shared_ptr<Answer> answer;
  explicit AnswerOwed(std::shared_ptr<Answer> owed) : answer(std::move(owed)) {}
  AnswerOwed(const AnswerOwed&) = delete;
  AnswerOwed& operator=(const AnswerOwed&) = delete;
  ~AnswerOwed() {
    answer->give(
        problem(failure(ErrorCode::internal, "The server dropped the request without an answer; please report it.")));
  }
};

struct Connection {
  explicit Connection(Socket&& taken) : socket(std::move(taken)) {}

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
};

enum class ReadEnd { ok, closed, timed_out, malformed, too_large };

}  // namespace ganbo::http
