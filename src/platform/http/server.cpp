// The server: connections as coroutines on a few worker threads. With the headers that only it includes (asio.hpp,
// answer.hpp, connection.hpp, reading.hpp) all that knows Asio and Beast.
//
// One request at a time per connection, so that pipelined requests are answered in order:
//   read the head → find the route → who is asking → limits → read the body → handler → write the answer.
// Nothing of the body is read before the caller is known to be allowed to send it.

#include <netinet/tcp.h>
#include <sodium.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "platform/base/invariant.hpp"
#include "platform/http/admission.hpp"
#include "platform/http/certificate.hpp"
#include "platform/http/connection.hpp"
#include "platform/http/file_sending.hpp"
#include "platform/http/http.hpp"
#include "platform/http/listener.hpp"
#include "platform/http/pages.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/reading.hpp"
#include "platform/http/request.hpp"
#include "platform/http/response_head.hpp"
#include "platform/http/router.hpp"
#include "platform/http/streaming.hpp"

namespace ganbo::http {
namespace {

constexpr std::size_t buffer_bytes_kept = 64 * 1024;  // between requests
constexpr std::size_t refusals_lingering_max = 64;    // connections over the limit that are told so politely
constexpr Sending closing{.close = true};
constexpr std::chrono::milliseconds sweep_interval{250};
constexpr std::chrono::seconds certificate_interval{1};   // a renewed one is found by looking
constexpr std::chrono::milliseconds stream_goodbye{250};  // for streams to end when the server stops
constexpr std::chrono::seconds stop_after_grace{5};       // for coroutines to end once their connections were cut

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

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, std::vector<Route> routes, const std::vector<EmbeddedFile>& files,
              Accounts& accounts)
      : options_(std::move(options)),
        router_(std::move(routes)),
        pages_(files),
        accounts_(accounts),
        admission_(router_, pages_, accounts, options_.public_host, options_.trusted_proxies),
        times_{options_.idle_timeout, options_.read_timeout},
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
  void look_at_certificate();
  Awaitable<bool> begin(Connection& connection, std::chrono::milliseconds time);
  Awaitable<void> refuse(std::unique_ptr<Connection> connection);
  Awaitable<void> serve(std::unique_ptr<Connection> connection);
  Awaitable<bool> serve_one(Connection& connection);
  Awaitable<bool> serve_events(Connection& connection, const Head& head, Request& request, EventStream& events,
                               bool chunked);

  static Arrived arrived(const Connection& connection, const Parser& parser);
  void run(const std::shared_ptr<Answer>& answer, const Route& route, Request& request);
  Awaitable<bool> write(Connection& connection, const Response& response, std::string_view body, const Request& request,
                        Sending sending);

  void enter(Connection& connection);
  void leave(Connection& connection);

  const ServerOptions options_;
  const Router router_;
  const Pages pages_;
  Accounts& accounts_;
  const Admission admission_;
  const ReadTimes times_;

  std::mutex registry_mutex_;
  std::condition_variable registry_changed_;
  std::list<Connection*> connections_;
  StreamSeats seats_;
  std::atomic<std::size_t> connection_count_{0};
  std::atomic<bool> stopping_{false};
  bool running_ = false;
  int port_ = 0;

  net::io_context io_;  // after what its coroutines use, so that it goes first
  std::list<Door> doors_;
  std::vector<std::thread> workers_;
};

// ---- start and stop

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
    if (connection->between_requests)
      ::shutdown(connection->socket.native_handle(), SHUT_RD);
    else if (connection->streaming != nullptr)
      connection->streaming->bell.ring();
  // A stream has no end to wait for: one that does not say goodbye at once, because its client reads nothing, is cut.
  const auto streams = [](const Connection* connection) { return connection->streaming != nullptr; };
  registry_changed_.wait_for(lock, stream_goodbye, [&] { return std::ranges::none_of(connections_, streams); });
  for (Connection* connection : connections_)
    if (connection->streaming != nullptr) ::shutdown(connection->socket.native_handle(), SHUT_RDWR);
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
    auto connection = std::make_unique<Connection>(std::move(socket), options_.read_timeout);
    connection->arrival = door.arrival;
    connection->check_host = door.check_host;
    connection->remote_address = address_text(peer.data());
    connection->from_trusted_proxy =
        door.arrival == Arrival::tcp && options_.trusted_proxies.trusts(connection->remote_address);
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

// Whether there is somebody to speak to: shakes hands where this door speaks TLS. Until that is done nothing of a
// request has arrived, so that stop() may end it at once; it takes turns of the event loop, never a thread for itself.
Awaitable<bool> BeastServer::begin(Connection& connection, std::chrono::milliseconds time) {
  if (connection.arrival != Arrival::tcp || !options_.certificate) co_return true;
  connection.allow(time);
  connection.between_requests = true;
  if (stopping_) co_return false;
  const Connection::Greeting greeting = co_await connection.greeting();
  if (greeting == Connection::Greeting::none) co_return false;
  if (greeting == Connection::Greeting::plain) {
    const Response response = problem(invalid(
        "", "tls", "This port speaks TLS, and the request came without; write https:// where it says http://."));
    const Request request;
    const bool written = co_await write(connection, response, response.body, request, closing);
    if (written) co_await connection.linger();
    co_return false;
  }
  connection.tls = std::make_unique<TlsSession>(*options_.certificate, connection.socket.native_handle());
  co_return co_await connection.shake_hands();
}

Awaitable<void> BeastServer::refuse(std::unique_ptr<Connection> connection) {
  const OnExit on_exit{[this, &connection] { leave(*connection); }};
  const bool begun = co_await begin(*connection, linger_time);
  if (!begun) co_return;
  connection->allow(linger_time);
  const Response response = problem_with_status(
      503, failure(ErrorCode::overloaded, "The server has as many connections as it may; try again later."));
  const Request request;
  const bool written = co_await write(*connection, response, response.body, request, closing);
  if (written) co_await connection->linger();
}

Awaitable<void> BeastServer::serve(std::unique_ptr<Connection> connection) {
  const OnExit on_exit{[this, &connection] { leave(*connection); }};
  try {
    bool more = co_await begin(*connection, options_.read_timeout);
    while (more) more = co_await serve_one(*connection);
  } catch (const std::exception& error) {
    spdlog::error("http: a connection from {} ended: {}", connection->remote_address, error.what());
  }
  if (connection->tls) connection->tls->say_goodbye();
}

// Nothing that goes wrong with it may end the sweep.
void BeastServer::look_at_certificate() {
  try {
    if (options_.certificate) options_.certificate->look_again();
  } catch (const std::exception& error) {
    spdlog::error("tls: cannot look whether the certificate was renewed: {}", error.what());
  }
}

// Also looks whether the certificate was renewed. Past its deadline, a connection first finds its input ended (and may
// still say 408), then is cut.
Awaitable<void> BeastServer::sweep() {
  Timer timer(io_.get_executor());
  std::int64_t next_look = now_ms();
  StreamsOfSweep streams;
  while (!stopping_ || connection_count_ > 0) {
    timer.expires_after(sweep_interval);
    ErrorOfNet error;
    co_await timer.async_wait(net::redirect_error(UseAwaitable(), error));
    const std::int64_t now = now_ms();
    if (now >= next_look) {
      next_look = now + std::chrono::milliseconds(certificate_interval).count();
      look_at_certificate();
    }
    const std::lock_guard lock(registry_mutex_);
    for (Connection* connection : connections_) {
      if (connection->streaming != nullptr) streams.add(*connection);
      if (connection->deadline.load() > now) {
        connection->overdue_sweeps = 0;
        continue;
      }
      const int how = connection->overdue_sweeps++ == 0 ? SHUT_RD : SHUT_RDWR;
      ::shutdown(connection->socket.native_handle(), how);
    }
    streams.ring(now);
  }
}

// ---- one request

Awaitable<bool> BeastServer::serve_one(Connection& connection) {
  Parser parser;
  parser.header_limit(header_bytes_max);
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // the route's limit is not known yet

  Head head;
  const ReadEnd head_end = co_await read_head(connection, parser, times_, stopping_);
  switch (head_end) {
    case ReadEnd::ok:
      head = admission_.judge(arrived(connection, parser), port_);
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
      const bool told = co_await connection.write("HTTP/1.1 100 Continue\r\n\r\n", {});
      if (!told) co_return false;
    }
    const ReadEnd body_end = co_await read_body(connection, parser, times_, head.route->body_bytes_max, request.body);
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
  sending.secure_cookies = head.secure_cookies;
  sending.strict_transport = head.strict_transport;
  const bool streams = response->events && request.method != Method::head;
  std::string caller;
  if (streams) {
    caller = stream_caller(request);
    const std::lock_guard lock(registry_mutex_);
    if (auto full = seats_.take(caller, options_.streams_max, options_.streams_of_caller_max)) {
      response = problem(*full);
      body = response->body;
    }
  }
  const OnExit leave_seat{[&] {
    if (caller.empty() || !response->events) return;
    const std::lock_guard lock(registry_mutex_);
    seats_.leave(caller);
  }};
  sending.chunked = !head.http_1_0;
  if (response->events && head.http_1_0) sending.close = true;
  const bool written = co_await write(connection, *response, body, request, sending);
  if (!written) co_return false;
  if (response->file && request.method != Method::head) {
    const bool sent = co_await send_file(connection, *response->file);
    if (!sent) co_return false;
  }
  if (streams && response->events) {
    const bool more = co_await serve_events(connection, head, request, *response->events, sending.chunked);
    if (!more) co_return false;
  }
  if (sending.close) {
    if (!body_passed) co_await connection.linger();
    co_return false;
  }
  if (connection.input.size() == 0 && connection.input.capacity() > buffer_bytes_kept)
    connection.input = beast::flat_buffer();
  co_return true;
}

// Until the client has gone, may not read the route any more, or the server stops. False when the connection must end.
Awaitable<bool> BeastServer::serve_events(Connection& connection, const Head& head, Request& request,
                                          EventStream& events, bool chunked) {
  Streaming streaming(io_.get_executor(), events);
  const OnExit on_exit{[this, &connection] {
    const std::lock_guard lock(registry_mutex_);
    connection.streaming = nullptr;
    registry_changed_.notify_all();
  }};
  {
    const std::lock_guard lock(registry_mutex_);
    connection.streaming = &streaming;
  }
  connection.deadline = never;
  while (!stopping_ && !streaming.gone) {
    // Whoever was signed out, or lost the right to read, is told nothing more.
    if (authorize(*head.route, request, connection.arrival, accounts_)) break;
    std::string bytes = events.take();
    if (bytes.empty() && now_ms() >= streaming.alive_at) bytes = alive_event;
    if (!bytes.empty()) {
      streaming.alive_at = now_ms() + options_.stream_alive_interval.count();
      if (chunked) bytes = as_chunk(bytes);
      const bool written = co_await connection.write(bytes, {});
      if (!written) co_return false;
      connection.deadline = never;
    }
    co_await streaming.bell.rung();
  }
  if (streaming.gone || !chunked) co_return false;
  const bool ended = co_await connection.write(last_chunk, {});
  co_return ended && !stopping_;
}

// The head in words that are not Beast's, for admission to judge.
Arrived BeastServer::arrived(const Connection& connection, const Parser& parser) {
  Arrived head;
  const auto& message = parser.get();
  head.version = message.version();
  head.method = method_of(message.method());
  head.content_length = parser.content_length() ? std::optional<std::uint64_t>(*parser.content_length()) : std::nullopt;
  head.keep_alive = message.keep_alive();
  head.arrival = connection.arrival;
  head.over_tls = connection.tls != nullptr;
  head.from_trusted_proxy = connection.from_trusted_proxy;
  head.check_host = connection.check_host;
  head.request.remote_address = connection.remote_address;
  head.request.target = view(message.target());
  for (const auto& field : message)
    head.request.headers.emplace_back(lower_case(view(field.name_string())), std::string(view(field.value())));
  return head;
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

Awaitable<bool> BeastServer::write(Connection& connection, const Response& response, std::string_view body,
                                   const Request& request, Sending sending) {
  connection.head.clear();
  const std::size_t body_bytes = response.file ? static_cast<std::size_t>(response.file->bytes()) : body.size();
  append_head(connection.head, response, body_bytes, request.nonce, sending);
  const bool bodiless = request.method == Method::head || response.status == 204 || response.status == 304;
  return connection.write(connection.head, bodiless ? std::string_view() : body);
}

}  // namespace

std::unique_ptr<Server> make_server(ServerOptions options, std::vector<Route> routes,
                                    const std::vector<EmbeddedFile>& files, Accounts& accounts) {
  return std::make_unique<BeastServer>(std::move(options), std::move(routes), files, accounts);
}

}  // namespace ganbo::http
