// A server with made-up routes, and a client that sends it bytes as they stand. For tests only.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "platform/http/http.hpp"
#include "platform/http/request.hpp"

namespace ganbo::http::testing {

using std::chrono::milliseconds;

class TestAccounts final : public Accounts {
 public:
  Result<Caller> by_key(std::string_view key) override {
    ++asked;
    Caller caller;
    caller.name = key;
    if (key == "reader")
      caller.scopes = static_cast<unsigned>(Scope::read);
    else if (key == "sender")
      caller.scopes = static_cast<unsigned>(Scope::events);
    else
      return failure(ErrorCode::unauthorized, "This key is unknown.");
    return caller;
  }
  Result<Caller> by_session(std::string_view cookie) override {
    if (cookie != "s3ss10n" || session_ended)
      return failure(ErrorCode::unauthorized, "The session has ended; sign in again.");
    Caller caller;
    caller.scopes = Scope::read | Scope::write;
    caller.by_session = true;
    caller.csrf_token = "t0k3n";
    caller.name = "an";
    return caller;
  }
  std::atomic<int> asked{0};
  std::atomic<bool> session_ended{false};
};

// A client that sends bytes as they stand and takes answers apart. tls_client.hpp has one that speaks TLS.
class Client {
 public:
  explicit Client(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  virtual ~Client() { ::close(descriptor_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = put(bytes.data(), bytes.size());
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  // The next answer as "status headers body"; an empty head when the connection ended or nothing came for five seconds.
  struct Got {
    int status = 0;
    std::string head;
    std::string body;
    std::string header(std::string_view name) const {
      const std::string lower = "\r\n" + lower_case(name) + ": ";
      const std::size_t at = lower_case(head).find(lower);
      if (at == std::string::npos) return {};
      const std::size_t from = at + lower.size();
      return head.substr(from, head.find("\r\n", from) - from);
    }
  };
  Got receive(bool with_body = true) {
    Got got;
    std::size_t end = 0;
    while ((end = arrived_.find("\r\n\r\n")) == std::string::npos)
      if (!more()) return got;
    got.head = arrived_.substr(0, end + 2);
    arrived_.erase(0, end + 4);
    got.status = std::atoi(got.head.c_str() + 9);
    const std::string length = got.header("Content-Length");
    const std::size_t size = with_body && !length.empty() ? std::stoul(length) : 0;
    while (arrived_.size() < size)
      if (!more()) break;
    got.body = arrived_.substr(0, size);
    arrived_.erase(0, size);
    return got;
  }
  Got ask(std::string_view bytes, bool with_body = true) {
    send(bytes);
    return receive(with_body);
  }
  // What arrived up to and with `end`; all there was when that did not come.
  std::string receive_until(std::string_view end) {
    std::size_t at = 0;
    while ((at = arrived_.find(end)) == std::string::npos)
      if (!more()) return std::exchange(arrived_, {});
    std::string got = arrived_.substr(0, at + end.size());
    arrived_.erase(0, got.size());
    return got;
  }
  // Whether the server ends the connection (within five seconds) with nothing more to read.
  bool ended() {
    while (arrived_.empty())
      if (!more()) return end_seen_;
    return false;
  }
  bool connected = false;

 protected:
  virtual ssize_t put(const char* bytes, std::size_t size) { return ::send(descriptor_, bytes, size, MSG_NOSIGNAL); }
  // 0 at the end, negative when nothing came for five seconds.
  virtual ssize_t take(char* into, std::size_t size) {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, 5000) <= 0) return -1;
    return std::max<ssize_t>(0, ::recv(descriptor_, into, size, 0));
  }
  int descriptor() const { return descriptor_; }

 private:
  bool more() {
    char bytes[65536];
    const ssize_t count = take(bytes, sizeof bytes);
    end_seen_ = end_seen_ || count == 0;
    if (count <= 0) return false;
    arrived_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  int descriptor_;
  std::string arrived_;
  bool end_seen_ = false;
};

inline std::string gzipped(std::string_view plain) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, plain.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string request(std::string_view first_line, std::string_view headers = {}, std::string_view body = {}) {
  std::string bytes(first_line);
  bytes += " HTTP/1.1\r\nHost: localhost\r\n";
  bytes += headers;
  if (!body.empty()) bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  bytes += "\r\n";
  bytes += body;
  return bytes;
}

class ServerTest : public ::testing::Test {
 protected:
  static Route route(Method method, std::string pattern, Auth auth, Scope needs,
                     std::function<Result<Response>(Request&)> handler) {
    Route made;
    made.method = method;
    made.pattern = std::move(pattern);
    made.auth = auth;
    made.needs = needs;
    made.body_bytes_max = 100'000;
    made.handle = direct(std::move(handler));
    return made;
  }

  std::vector<Route> routes() {
    const auto echo = [](Request& request) -> Result<Response> { return json(200, request.body); };
    std::vector<Route> all;
    all.push_back(route(Method::get, "/v1/hello", Auth::none, Scope::none,
                        [](Request&) -> Result<Response> { return json(200, "\"hello\""); }));
    all.push_back(
        route(Method::get, "/v1/parties/{}", Auth::bearer, Scope::read, [](Request& asked) -> Result<Response> {
          return json(200, asked.captures[0] + "|" + std::string(asked.param("q").value_or("-")));
        }));
    all.push_back(route(Method::post, "/v1/parties", Auth::bearer, Scope::write,
                        [](Request& asked) -> Result<Response> { return json(201, asked.caller.name); }));
    all.push_back(route(Method::post, "/v1/echo", Auth::none, Scope::none, echo));
    all.push_back(route(Method::post, "/v1/large", Auth::none, Scope::none, echo));
    all.back().body_bytes_max = 20'000'000;
    all.push_back(
        route(Method::post, "/v1/track", Auth::write_key, Scope::events, [](Request& asked) -> Result<Response> {
          return json(200, asked.caller.scopes == 0 ? "key in body" : asked.caller.name);
        }));
    all.push_back(route(Method::options, "/v1/track", Auth::none, Scope::none, [](Request&) -> Result<Response> {
      Response response = json(204, "");
      response.headers.emplace_back("Access-Control-Allow-Origin", "https://shop.example");
      return response;
    }));
    all.push_back(route(Method::get, "/v1/throws", Auth::none, Scope::none,
                        [](Request&) -> Result<Response> { throw std::runtime_error("no"); }));
    all.push_back(route(Method::get, "/v1/large", Auth::none, Scope::none,
                        [](Request&) -> Result<Response> { return json(200, std::string(20'000'000, 'x')); }));
    all.push_back(route(Method::get, "/v1/whoami", Auth::bearer, Scope::admin,
                        [](Request& asked) -> Result<Response> { return json(200, asked.caller.name); }));
    all.push_back(route(Method::get, "/v1/remote-address", Auth::none, Scope::none,
                        [](Request& asked) -> Result<Response> { return json(200, asked.remote_address); }));
    all.push_back(route(Method::get, "/v1/smuggle", Auth::none, Scope::none, [](Request&) -> Result<Response> {
      Response response = json(200, "1");
      response.headers.emplace_back("Location", "/a\r\nSet-Cookie: evil=1");
      response.headers.emplace_back("Set-Cookie", "ganbo_session=1; HttpOnly");
      return response;
    }));
    Route forgets;
    forgets.method = Method::get;
    forgets.pattern = "/v1/forgets";
    forgets.auth = Auth::none;
    forgets.handle = [](Request&, const Reply&) {};
    all.push_back(forgets);
    Route later = forgets;
    later.pattern = "/v1/later";
    later.handle = [this](Request&, Reply reply) {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(reply));
      arrived_.notify_all();
    };
    all.push_back(later);
    for (Route& more : more_routes()) all.push_back(std::move(more));
    return all;
  }
  virtual std::vector<Route> more_routes() { return {}; }

  void start(ServerOptions options = {}) {
    options.port = 0;
    options_ = options;
    server_ =
        make_server(options, routes(),
                    {{"/index.html",
                      "text/html; charset=utf-8",
                      "<meta content=\"__CSP_NONCE__\"><style nonce=\"__CSP_NONCE__\"></style>",
                      {},
                      {},
                      false},
                     {"/assets/index-abc.js", "text/javascript", "plain script", "gzip script", "brotli script", true},
                     {"/favicon.ico", "image/x-icon", "icon", {}, {}, false}},
                    accounts_);
    const Result<void> started = server_->start();
    ASSERT_TRUE(started.ok()) << started.error().message;
  }
  Reply wait_for_waiting() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(5), [this] { return !waiting_.empty(); }));
    if (waiting_.empty()) return [](const Response&) {};
    Reply reply = std::move(waiting_.back());
    waiting_.pop_back();
    return reply;
  }

  TestAccounts accounts_;
  ServerOptions options_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Reply> waiting_;
  std::unique_ptr<Server> server_;
};

}  // namespace ganbo::http::testing
