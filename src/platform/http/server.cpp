// The server: connections as coroutines on a few worker threads. The only file that knows Beast.
//
// One request at a time per connection, so that pipelined requests are answered in order:
//   read the head → find the route → who is asking → limits → read the body → handler → write the answer.
// Nothing of the body is read before the caller is known to be allowed to send it.
//
// Time limits are one number per connection (`deadline`): a sweep a few times a second ends reading on connections past
// theirs, and cuts those that do not go. That costs nothing per read, where a timer per operation would.
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

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <list>
#include <mutex>
#include <thread>

#include "platform/base/invariant.hpp"
#include "platform/http/authorize.hpp"
#include "platform/http/http.hpp"
#include "platform/http/listener.hpp"
#include "platform/http/pages.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/request.hpp"
#include "platform/http/response_head.hpp"
#include "platform/http/router.hpp"

namespace ganbo::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;

constexpr std::size_t header_bytes_max = 16 * 1024;
constexpr std::size_t read_bytes = 8 * 1024;             // offered to the first read of a request
constexpr std::size_t body_step_bytes = 256 * 1024;      // a body's memory grows by this, however much was announced
constexpr std::size_t progress_bytes = 64 * 1024;        // a client must move this much per read timeout
constexpr std::size_t chunk_line_bytes_max = 16 * 1024;  // chunk sizes, extensions and trailers that do not end
constexpr std::size_t buffer_bytes_kept = 64 * 1024;     // between requests
constexpr std::size_t refusals_lingering_max = 64;       // connections over the limit that are told so politely
constexpr std::size_t linger_bytes_max = 1024 * 1024;
constexpr std::chrono::seconds linger_time{2};
constexpr std::chrono::milliseconds sweep_interval{250};
constexpr std::chrono::seconds stop_after_grace{5};  // for coroutines to end once their connections were cut

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

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// What a handler gives and a connection waits for, from two threads.
class Answer {
 public:
  explicit Answer(Executor executor) : executor_(executor) {}

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

struct Head {
  Request request;
  const Route* route = nullptr;     // null: a page
  std::optional<Response> refusal;  // instead of both
  bool keep_alive = false;
  bool http_1_0 = false;
  bool expects_continue = false;
};

enum class ReadEnd { ok, closed, timed_out, malformed, too_large };

std::optional<Method> method_of(wire::verb verb) {
  switch (verb) {
    case wire::verb::get:
      return Method::get;
    case wire::verb::head:
      return Method::head;
    case wire::verb::post:
      return Method::post;
    case wire::verb::put:
      return Method::put;
    case wire::verb::patch:
      return Method::patch;
    case wire::verb::delete_:
      return Method::del;
    case wire::verb::options:
      return Method::options;
    default:
      return std::nullopt;
  }
}

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Response too_large_body(std::size_t bytes_max) {
  return problem(
      Error{ErrorCode::too_large,
            "The body is over the " + std::to_string(bytes_max) + " bytes allowed here; send it in several requests.",
            "body", "limit"});
}

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, std::vector<Route> routes, std::vector<EmbeddedFile> files, Accounts& accounts)
      : options_(std::move(options)),
        router_(std::move(routes)),
        pages_(std::move(files)),
        accounts_(accounts),
        io_(std::max(1, options_.threads)) {}
  ~BeastServer() override { stop(std::chrono::milliseconds(0)); }

  Result<void> start() override;
  int port() const override { return port_; }
  void stop(std::chrono::milliseconds grace) override;

 private:
  struct Door {
    Acceptor acceptor;
    int descriptor;
    Arrival arrival;
    bool check_host;
  };

  void open_door(const Listener& listener, Arrival arrival);
  Awaitable<void> accept(Door& door);
  Awaitable<void> sweep();
  Awaitable<void> refuse(std::unique_ptr<Connection> connection);
  Awaitable<void> serve(std::unique_ptr<Connection> connection);
  Awaitable<bool> serve_one(Connection& connection);

  Awaitable<ReadEnd> read_head(Connection& connection, Parser& parser);
  Head judge(Connection& connection, Parser& parser);
  std::optional<Response> judge_body(const Route& route, Request& request, const Parser& parser) const;
  Awaitable<ReadEnd> read_body(Connection& connection, Parser& parser, std::size_t bytes_max, std::string& body);
  Awaitable<std::size_t> read_some(Connection& connection, net::mutable_buffer into);
  void run(const std::shared_ptr<Answer>& answer, const Route& route, Request& request);
  Awaitable<bool> write(Connection& connection, const Response& response, std::string_view body, const Request& request,
                        Sending sending);
  Awaitable<bool> write_all(Connection& connection, std::string_view head, std::string_view body);
  Awaitable<void> linger(Connection& connection);

  void enter(Connection& connection);
  void leave(Connection& connection);
  void allow(Connection& connection, std::chrono::milliseconds time) const {
    connection.deadline = now_ms() + time.count();
  }

  const ServerOptions options_;
  const Router router_;
  const Pages pages_;
  Accounts& accounts_;

  std::mutex registry_mutex_;
  std::condition_variable registry_changed_;
  std::list<Connection*> connections_;
  std::atomic<std::size_t> connection_count_{0};
  std::atomic<bool> stopping_{false};
  bool running_ = false;
  int port_ = 0;

  net::io_context io_;  // after what its coroutines use, so that it goes first
  std::list<Door> doors_;
  std::vector<std::thread> workers_;
};

// ---- start and stop
// --------------------------------------------------------------------------------------------------------

void BeastServer::open_door(const Listener& listener, Arrival arrival) {
  Acceptor acceptor(io_.get_executor());
  acceptor.assign(Protocol(listener.family, 0), listener.descriptor);
  doors_.push_back(Door{std::move(acceptor), listener.descriptor, arrival, listener.loopback});
}

Result<void> BeastServer::start() {
  INVARIANT(!running_ && !stopping_, "a server is started once");
  if (sodium_init() < 0)
    return failure(ErrorCode::internal, "The cryptographic library did not start; no randomness can be had.");
  // The socket first: it tells whether another server has this directory, and leaves nothing behind when the port is
  // taken.
  std::optional<Listener> local;
  if (!options_.unix_socket.empty()) local = TRY(listen_unix(options_.unix_socket));
  Result<Listener> tcp = listen_tcp(options_.address, options_.port);
  if (!tcp.ok()) {
    if (local) {
      ::close(local->descriptor);
      ::unlink(options_.unix_socket.c_str());
    }
    return std::move(tcp).error();
  }
  port_ = tcp->port;
  open_door(*tcp, Arrival::tcp);
  if (local) open_door(*local, Arrival::unix_socket);

  for (Door& door : doors_) net::co_spawn(io_, accept(door), net::detached);
  net::co_spawn(io_, sweep(), net::detached);
  for (int i = 0; i < std::max(1, options_.threads); ++i)
    workers_.emplace_back([this] {
      while (true) {
        try {
          io_.run();
          return;
        } catch (const std::exception& error) {  // handlers are caught below; this net is for what nobody foresaw
          spdlog::error("http: {}", error.what());
        }
      }
    });
  running_ = true;
  return {};
}

void BeastServer::stop(std::chrono::milliseconds grace) {
  if (!running_) return;
  running_ = false;
  stopping_ = true;
  // shutdown() of a descriptor is the one operation that may come from another thread than the one that reads from it.
  for (Door& door : doors_) ::shutdown(door.descriptor, SHUT_RDWR);

  std::unique_lock lock(registry_mutex_);
  const auto nobody = [this] { return connections_.empty(); };
  for (Connection* connection : connections_)
    if (connection->between_requests) ::shutdown(connection->socket.native_handle(), SHUT_RD);
  if (!registry_changed_.wait_for(lock, grace, nobody)) {
    for (Connection* connection : connections_) {
      if (connection->awaited)
        connection->awaited->give(
            problem(failure(ErrorCode::cancelled, "The server stops; send the request again later.")));
      connection->deadline = 0;
      ::shutdown(connection->socket.native_handle(), SHUT_RD);
    }
    if (!registry_changed_.wait_for(lock, stop_after_grace, nobody))
      spdlog::warn("http: {} connections did not end when the server stopped", connections_.size());
  }
  lock.unlock();

  io_.stop();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  doors_.clear();
  if (!options_.unix_socket.empty()) ::unlink(options_.unix_socket.c_str());
}

// ---- connections
// -----------------------------------------------------------------------------------------------------------

void BeastServer::enter(Connection& connection) {
  const std::lock_guard lock(registry_mutex_);
  connection.place = connections_.insert(connections_.end(), &connection);
}

// Afterwards neither the sweep nor stop() touches the connection, so its descriptor may be closed and used anew.
void BeastServer::leave(Connection& connection) {
  const std::lock_guard lock(registry_mutex_);
  connections_.erase(connection.place);
  --connection_count_;
  registry_changed_.notify_all();
}

Awaitable<void> BeastServer::accept(Door& door) {
  const Executor executor = io_.get_executor();
  while (!stopping_) {
    Protocol::endpoint peer;
    ErrorOfNet error;
    Socket socket = co_await door.acceptor.async_accept(executor, peer, net::redirect_error(UseAwaitable(), error));
    if (stopping_) break;
    if (error) {
      if (error == net::error::connection_aborted || error == net::error::interrupted) continue;
      spdlog::warn("http: cannot accept a connection: {}",
                   error.message());  // out of descriptors, most often: wait for some to close
      Timer pause(executor, std::chrono::milliseconds(100));
      co_await pause.async_wait(net::redirect_error(UseAwaitable(), error));
      continue;
    }
    auto connection = std::make_unique<Connection>(std::move(socket));
    connection->arrival = door.arrival;
    connection->check_host = door.check_host;
    connection->remote_address = address_text(peer.data());
    connection->socket.non_blocking(true, error);
    if (door.arrival == Arrival::tcp) {
      const int on = 1;
      ::setsockopt(connection->socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    const std::size_t others = connection_count_++;
    if (others >= options_.connections_max + refusals_lingering_max) {
      --connection_count_;  // too many even to say so
      continue;
    }
    enter(*connection);
    if (others >= options_.connections_max)
      net::co_spawn(io_, refuse(std::move(connection)), net::detached);
    else
      net::co_spawn(io_, serve(std::move(connection)), net::detached);
  }
}

// Leaves the registry before the socket closes, on whatever way a coroutine ends.
template <class Leave>
struct OnExit {
  Leave leave;
  ~OnExit() { leave(); }
};
template <class Leave>
OnExit(Leave) -> OnExit<Leave>;

Awaitable<void> BeastServer::refuse(std::unique_ptr<Connection> connection) {
  const OnExit on_exit{[this, &connection] { leave(*connection); }};
  allow(*connection, linger_time);
  const Response response = problem_with_status(
      503, failure(ErrorCode::overloaded, "The server has as many connections as it may; try again later."));
  const Request request;
  const bool written = co_await write(*connection, response, response.body, request, Sending{true, false, false});
  if (written) co_await linger(*connection);
}

Awaitable<void> BeastServer::serve(std::unique_ptr<Connection> connection) {
  const OnExit on_exit{[this, &connection] { leave(*connection); }};
  try {
    bool more = true;
    while (more) more = co_await serve_one(*connection);
  } catch (const std::exception& error) {
    spdlog::error("http: a connection from {} ended: {}", connection->remote_address, error.what());
  }
}

// Past its deadline, a connection first finds its input ended (and may still say 408), then is cut.
Awaitable<void> BeastServer::sweep() {
  Timer timer(io_.get_executor());
  while (!stopping_ || connection_count_ > 0) {
    timer.expires_after(sweep_interval);
    ErrorOfNet error;
    co_await timer.async_wait(net::redirect_error(UseAwaitable(), error));
    const std::int64_t now = now_ms();
    const std::lock_guard lock(registry_mutex_);
    for (Connection* connection : connections_) {
      if (connection->deadline.load() > now) {
        connection->overdue_sweeps = 0;
        continue;
      }
      const int how = connection->overdue_sweeps++ == 0 ? SHUT_RD : SHUT_RDWR;
      ::shutdown(connection->socket.native_handle(), how);
    }
  }
}

// ---- one request
// -----------------------------------------------------------------------------------------------------------

Awaitable<bool> BeastServer::serve_one(Connection& connection) {
  Parser parser;
  parser.header_limit(header_bytes_max);
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // the route's limit is not known yet

  Head head;
  const ReadEnd head_end = co_await read_head(connection, parser);
  switch (head_end) {
    case ReadEnd::ok:
      head = judge(connection, parser);
      break;
    case ReadEnd::closed:
      co_return false;
    case ReadEnd::timed_out:
      head.refusal =
          problem_with_status(408, invalid("", "time", "The request did not arrive in time; send it again."));
      break;
    case ReadEnd::too_large:
      head.refusal = problem_with_status(
          431,
          Error{ErrorCode::too_large, "The request line and headers are over 16,384 bytes; send fewer or shorter ones.",
                "headers", "limit"});
      break;
    case ReadEnd::malformed:
      head.refusal = problem(invalid("", "http", "The request is not well-formed HTTP/1.1."));
      break;
  }

  // Once the body has been read, or was none, the next request begins in the buffer; otherwise the connection must end
  // here.
  bool body_passed = head_end == ReadEnd::ok && parser.is_done();
  std::optional<Response> response = std::move(head.refusal);
  Request& request = head.request;

  if (!response && head.route != nullptr && !body_passed) {
    if (head.expects_continue && connection.input.size() == 0) {
      const bool told = co_await write_all(connection, "HTTP/1.1 100 Continue\r\n\r\n", {});
      if (!told) co_return false;
    }
    const ReadEnd body_end = co_await read_body(connection, parser, head.route->body_bytes_max, request.body);
    switch (body_end) {
      case ReadEnd::ok:
        body_passed = true;
        break;
      case ReadEnd::closed:
        co_return false;
      case ReadEnd::timed_out:
        response = problem_with_status(408, invalid("body", "time", "The body did not arrive in time; send it again."));
        break;
      case ReadEnd::too_large:
        response = too_large_body(head.route->body_bytes_max);
        break;
      case ReadEnd::malformed:
        response = problem(invalid("body", "http", "The body is not well-formed chunked encoding."));
        break;
    }
    if (!response && !request.header("content-encoding").empty() &&
        !equals_ignoring_case(request.header("content-encoding"), "identity")) {
      Result<std::string> inflated = inflate_gzip(request.body, head.route->body_bytes_max);
      if (inflated.ok())
        request.body = std::move(inflated).value();
      else
        response = problem(inflated.error());
    }
  } else if (head_end == ReadEnd::ok && !body_passed) {
    // Refused unread. A short body that is here already is skipped, so that the connection can go on.
    const auto length = parser.content_length();
    if (length && *length <= connection.input.size()) {
      connection.input.consume(static_cast<std::size_t>(*length));
      body_passed = true;
    }
  }

  std::string_view body;
  if (!response && head.route != nullptr) {
    connection.deadline = never;
    auto answer = std::make_shared<Answer>(io_.get_executor());
    {
      const std::lock_guard lock(registry_mutex_);
      connection.awaited = answer;
    }
    run(answer, *head.route, request);
    response = answer->take_if_given();
    if (!response) {
      co_await answer->given();
      response = answer->take_if_given();
    }
    const std::lock_guard lock(registry_mutex_);
    connection.awaited = nullptr;
  } else if (!response) {
    PageAnswer page = pages_.answer(request);
    response = std::move(page.response);
    body = page.body;
  }
  if (body.empty())
    body = response->shared_body ? std::string_view(*response->shared_body) : std::string_view(response->body);

  Sending sending;
  sending.close = !body_passed || !head.keep_alive || stopping_;
  sending.keep_alive_1_0 = head.http_1_0 && !sending.close;
  sending.secure_cookies = options_.secure_cookies;
  const bool written = co_await write(connection, *response, body, request, sending);
  if (!written) co_return false;
  if (sending.close) {
    if (!body_passed) co_await linger(connection);
    co_return false;
  }
  if (connection.input.size() == 0 && connection.input.capacity() > buffer_bytes_kept)
    connection.input = beast::flat_buffer();
  co_return true;
}

// Bytes read; 0 at the end of input, by the client or by the sweep.
Awaitable<std::size_t> BeastServer::read_some(Connection& connection, net::mutable_buffer into) {
  ErrorOfNet error;
  const std::size_t count =
      co_await connection.socket.async_read_some(into, net::redirect_error(UseAwaitable(), error));
  co_return error ? 0 : count;
}

Awaitable<ReadEnd> BeastServer::read_head(Connection& connection, Parser& parser) {
  bool begun = connection.input.size() > 0;
  allow(connection, begun ? options_.read_timeout : options_.idle_timeout);
  connection.between_requests = !begun;
  if (stopping_ && !begun) co_return ReadEnd::closed;
  while (true) {
    if (begun) {
      ErrorOfNet error;
      connection.input.consume(parser.put(connection.input.data(), error));
      if (error == wire::error::header_limit) co_return ReadEnd::too_large;
      if (error && error != wire::error::need_more) co_return ReadEnd::malformed;
      if (parser.is_header_done()) co_return ReadEnd::ok;
      if (connection.input.size() > header_bytes_max) co_return ReadEnd::too_large;
    }
    const auto space = connection.input.prepare(read_bytes);
    const std::size_t count = co_await read_some(connection, space);
    if (count == 0) co_return begun&& now_ms() >= connection.deadline ? ReadEnd::timed_out : ReadEnd::closed;
    connection.input.commit(count);
    if (!begun) {
      begun = true;
      connection.between_requests = false;
      allow(connection, options_.read_timeout);
    }
  }
}

// From the head alone: the route or page that answers, or the refusal. The order of the checks is the order of
// precedence.
Head BeastServer::judge(Connection& connection, Parser& parser) {
  Head head;
  const auto& message = parser.get();
  head.keep_alive = message.keep_alive();
  head.http_1_0 = message.version() < 11;
  Request& request = head.request;
  request.remote_address = connection.remote_address;
  request.target = view(message.target());
  std::size_t hosts = 0;
  for (const auto& field : message) {
    hosts += field.name() == wire::field::host ? 1 : 0;
    request.headers.emplace_back(lower_case(view(field.name_string())), std::string(view(field.value())));
  }
  const auto refuse = [&head](Response response) -> Head&& {
    head.refusal = std::move(response);
    return std::move(head);
  };

  if (message.version() != 11 && message.version() != 10)
    return refuse(problem(invalid("", "http", "Only HTTP/1.1 and HTTP/1.0 are spoken here.")));
  const std::optional<Method> method = method_of(message.method());
  request.method = method.value_or(Method::get);
  Result<Target> target = parse_target(request.target);
  if (!target.ok())
    return refuse(target.error().code == ErrorCode::too_large ? problem_with_status(414, target.error())
                                                              : problem(target.error()));
  request.path = std::move(target->path);
  request.query = std::move(target->query);

  if (hosts > 1 || (hosts == 0 && !head.http_1_0))
    return refuse(problem(invalid("Host", "required", "A request carries exactly one Host header.")));
  const std::string_view host =
      target->authority.empty() ? request.header("host") : std::string_view(target->authority);
  if (connection.check_host && !(hosts == 0 && target->authority.empty()) && !host_is_loopback(host))
    return refuse(
        problem_with_status(421, invalid("Host", "loopback",
                                         "This server answers on localhost and 127.0.0.1 only; open http://127.0.0.1:" +
                                             std::to_string(port_) + ".")));

  Match match = method ? router_.match(*method, target->segments) : router_.match(Method::options, target->segments);
  if (!method) match.route = nullptr;
  if (match.route == nullptr && match.allowed.empty() && pages_.serves(request.path)) {
    if (method == Method::get || method == Method::head) return head;
    match.allowed = "GET, HEAD";
  }
  if (match.route == nullptr && !match.allowed.empty()) {
    Response response = problem_with_status(
        405, invalid("method", "allowed", "This method is not allowed here; allowed are " + match.allowed + "."));
    response.headers.emplace_back("Allow", match.allowed);
    return refuse(std::move(response));
  }
  if (match.route == nullptr)
    return refuse(problem(
        failure(ErrorCode::not_found, "There is nothing at this address; /v1/openapi.json lists what there is.")));
  request.captures = std::move(match.captures);

  if (std::optional<Response> refusal = authorize(*match.route, request, connection.arrival, accounts_))
    return refuse(std::move(*refusal));
  if (std::optional<Response> refusal = judge_body(*match.route, request, parser)) return refuse(std::move(*refusal));
  if (request.header("accept").find("text/html") != std::string_view::npos) request.nonce = fresh_nonce();
  head.expects_continue = !request.header("expect").empty() && !head.http_1_0;
  head.route = match.route;
  return head;
}

std::optional<Response> BeastServer::judge_body(const Route& route, Request& request, const Parser& parser) const {
  const auto length = parser.content_length();
  if (length && *length > route.body_bytes_max) return too_large_body(route.body_bytes_max);
  const std::string_view transfer = request.header("transfer-encoding");
  if (!transfer.empty() && !equals_ignoring_case(transfer, "chunked"))
    return problem(invalid("Transfer-Encoding", "chunked", "The only transfer encoding understood is chunked."));
  const std::string_view encoding = request.header("content-encoding");
  if (!encoding.empty() && !equals_ignoring_case(encoding, "gzip") && !equals_ignoring_case(encoding, "identity"))
    return problem_with_status(
        415, invalid("Content-Encoding", "gzip",
                     "The only content encoding understood is gzip; send the body plain or gzipped."));
  if (!request.header("expect").empty() && !equals_ignoring_case(request.header("expect"), "100-continue"))
    return problem_with_status(417,
                               invalid("Expect", "100-continue", "The only expectation understood is 100-continue."));
  return std::nullopt;
}

Awaitable<ReadEnd> BeastServer::read_body(Connection& connection, Parser& parser, std::size_t bytes_max,
                                          std::string& body) {
  allow(connection, options_.read_timeout);
  std::size_t since_renewal = 0;
  const auto moved = [&](std::size_t count) {
    since_renewal += count;
    if (since_renewal < progress_bytes) return;
    since_renewal = 0;
    allow(connection, options_.read_timeout);
  };
  if (const auto announced = parser.content_length()) {
    const std::size_t length = static_cast<std::size_t>(*announced);  // at most bytes_max, checked
    const std::size_t here = std::min(length, connection.input.size());
    body.reserve(std::min(length, body_step_bytes));
    body.assign(static_cast<const char*>(connection.input.data().data()), here);
    connection.input.consume(here);
    std::size_t filled = here;
    while (filled < length) {
      if (filled == body.size()) body.resize(std::min(length, filled + body_step_bytes));
      const net::mutable_buffer space(body.data() + filled, body.size() - filled);
      const std::size_t count = co_await read_some(connection, space);
      if (count == 0) co_return now_ms() >= connection.deadline ? ReadEnd::timed_out : ReadEnd::closed;
      filled += count;
      moved(count);
    }
    co_return ReadEnd::ok;
  }

  parser.body_limit(bytes_max);
  parser.eager(true);
  while (true) {
    ErrorOfNet error;
    connection.input.consume(parser.put(connection.input.data(), error));
    if (error == wire::error::body_limit) co_return ReadEnd::too_large;
    if (error && error != wire::error::need_more) co_return ReadEnd::malformed;
    if (parser.is_done()) break;
    if (connection.input.size() > chunk_line_bytes_max) co_return ReadEnd::malformed;
    const auto space = connection.input.prepare(read_bytes);
    const std::size_t count = co_await read_some(connection, space);
    if (count == 0) co_return now_ms() >= connection.deadline ? ReadEnd::timed_out : ReadEnd::closed;
    connection.input.commit(count);
    moved(count);
  }
  body = std::move(parser.get().body());
  co_return ReadEnd::ok;
}

// The last net: whatever a handler throws becomes a 500.
void BeastServer::run(const std::shared_ptr<Answer>& answer, const Route& route, Request& request) {
  const Error defect = failure(ErrorCode::internal, "The server failed on this request; its log says why.");
  try {
    auto owed = std::make_shared<AnswerOwed>(answer);
    route.handle(request, [owed = std::move(owed)](Response response) { owed->answer->give(std::move(response)); });
  } catch (const std::exception& error) {
    spdlog::error("http: {} {} threw: {}", method_word(route.method), route.pattern, error.what());
    answer->give(problem(defect));
  } catch (...) {
    spdlog::error("http: {} {} threw something that is no exception of the standard library", method_word(route.method),
                  route.pattern);
    answer->give(problem(defect));
  }
}

// ---- writing
// ---------------------------------------------------------------------------------------------------------------

Awaitable<bool> BeastServer::write(Connection& connection, const Response& response, std::string_view body,
                                   const Request& request, Sending sending) {
  connection.head.clear();
  append_head(connection.head, response, body.size(), request.nonce, sending);
  const bool bodiless = request.method == Method::head || response.status == 204 || response.status == 304;
  return write_all(connection, connection.head, bodiless ? std::string_view() : body);
}

Awaitable<bool> BeastServer::write_all(Connection& connection, std::string_view head, std::string_view body) {
  allow(connection, options_.read_timeout);
  std::size_t since_renewal = 0;
  while (!head.empty() || !body.empty()) {
    const std::array<net::const_buffer, 2> parts{net::const_buffer(head.data(), head.size()),
                                                 net::const_buffer(body.data(), body.size())};
    ErrorOfNet error;
    // Nearly always the kernel takes all at once; only a full socket costs a round through the event loop.
    std::size_t count = connection.socket.write_some(parts, error);
    if (error == net::error::would_block || error == net::error::try_again) {
      count = 0;
      co_await connection.socket.async_wait(Socket::wait_write, net::redirect_error(UseAwaitable(), error));
    }
    if (error) co_return false;
    const std::size_t of_head = std::min(count, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(count - of_head);
    since_renewal += count;
    if (since_renewal >= progress_bytes) {
      since_renewal = 0;
      allow(connection, options_.read_timeout);
    }
  }
  co_return true;
}

// A client that is still sending would lose our answer to a reset if we closed at once: say that nothing more comes,
// and read on a while.
Awaitable<void> BeastServer::linger(Connection& connection) {
  ErrorOfNet error;
  connection.socket.shutdown(Socket::shutdown_send, error);
  allow(connection, linger_time);
  std::size_t left = linger_bytes_max;
  std::array<char, 4096> discarded;
  while (left > 0) {
    const std::size_t count = co_await read_some(connection, net::buffer(discarded));
    if (count == 0) break;
    left -= std::min(left, count);
  }
}

}  // namespace

std::unique_ptr<Server> make_server(ServerOptions options, std::vector<Route> routes, std::vector<EmbeddedFile> files,
                                    Accounts& accounts) {
  return std::make_unique<BeastServer>(std::move(options), std::move(routes), std::move(files), accounts);
}

}  // namespace ganbo::http
