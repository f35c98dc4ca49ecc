#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "platform/http/http.hpp"
#include "platform/http/request.hpp"

namespace ganbo::http {
namespace {

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
    if (cookie != "s3ss10n") return failure(ErrorCode::unauthorized, "The session has ended; sign in again.");
    Caller caller;
    caller.scopes = Scope::read | Scope::write;
    caller.by_session = true;
    caller.csrf_token = "t0k3n";
    caller.name = "an";
    return caller;
  }
  std::atomic<int> asked{0};
};

// A client that sends bytes as they stand and takes answers apart.
class Client {
 public:
  explicit Client(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(descriptor_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
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
  // Whether the server ends the connection (within five seconds) with nothing more to read.
  bool ended() {
    while (arrived_.empty())
      if (!more()) return end_seen_;
    return false;
  }
  bool connected = false;

 private:
  bool more() {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, 5000) <= 0) return false;
    char bytes[65536];
    const ssize_t count = ::recv(descriptor_, bytes, sizeof bytes, 0);
    if (count <= 0) {
      end_seen_ = true;
      return false;
    }
    arrived_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  int descriptor_;
  std::string arrived_;
  bool end_seen_ = false;
};

std::string gzipped(std::string_view plain) {
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

std::string request(std::string_view first_line, std::string_view headers = {}, std::string_view body = {}) {
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
    return all;
  }

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

TEST_F(ServerTest, AnswersOnOneConnectionAgainAndAgainWithTheHeadersThatProtectABrowser) {
  start();
  Client client(server_->port());
  for (int i = 0; i < 3; ++i) {
    const auto got = client.ask(request("GET /v1/hello"));
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, "\"hello\"");
    EXPECT_EQ(got.header("Content-Type"), "application/json");
    EXPECT_EQ(got.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(got.header("Referrer-Policy"), "same-origin");
    EXPECT_EQ(got.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(got.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(got.header("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(got.header("Cache-Control"), "no-store");
    EXPECT_EQ(got.header("Server"), "");
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrderEvenWhenOneWaits) {
  start();
  Client client(server_->port());
  client.send(request("GET /v1/later") + request("POST /v1/echo", "", "two") + request("GET /v1/hello"));
  wait_for_waiting()(json(200, "one"));
  EXPECT_EQ(client.receive().body, "one");
  EXPECT_EQ(client.receive().body, "two");
  EXPECT_EQ(client.receive().body, "\"hello\"");
}

TEST_F(ServerTest, ClosesWhenAskedTo) {
  start();
  Client client(server_->port());
  const auto got = client.ask(request("GET /v1/hello", "Connection: close\r\n"));
  EXPECT_EQ(got.header("Connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST_F(ServerTest, KeepsAnHttp10ConnectionOnlyWhenAsked) {
  start();
  Client plain(server_->port());
  EXPECT_EQ(plain.ask("GET /v1/hello HTTP/1.0\r\n\r\n").status, 200);
  EXPECT_TRUE(plain.ended());
  Client keeping(server_->port());
  EXPECT_EQ(keeping.ask("GET /v1/hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection"), "keep-alive");
  EXPECT_EQ(keeping.ask("GET /v1/hello HTTP/1.0\r\n\r\n").status, 200);
}

TEST_F(ServerTest, GivesDecodedCapturesAndQuery) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("GET /v1/parties/a%2Fb?q=Nguy%E1%BB%85n+An", "Authorization: Bearer reader\r\n")).body,
            "a/b|Nguyễn An");
}

TEST_F(ServerTest, RefusesInTheOrderUnknownRouteThenKeyThenScopeThenBody) {
  start();
  const std::string large = "Content-Length: 999999999\r\n";
  struct Case {
    const char* line;
    std::string headers;
    int status;
  };
  const std::vector<Case> cases{
      {"POST /v1/nothing", large, 404},
      {"POST /v1/parties", large, 401},
      {"POST /v1/parties", large + "Authorization: Bearer wrong\r\n", 401},
      {"POST /v1/parties", large + "Authorization: Bearer reader\r\n", 403},
      {"POST /v1/parties", large + "Cookie: ganbo_session=s3ss10n\r\nX-CSRF-Token: t0k3n\r\n", 413}};
  for (const Case& each : cases) {
    Client client(server_->port());
    const auto got = client.ask(request(each.line, each.headers));
    EXPECT_EQ(got.status, each.status) << each.line << "\n" << each.headers;
    EXPECT_EQ(got.header("Content-Type"), "application/problem+json");
    EXPECT_TRUE(client.ended());
  }
}

TEST_F(ServerTest, ChallengesWithTheSchemeThatTheRouteTakes) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("GET /v1/parties/1")).header("WWW-Authenticate"), "Bearer realm=\"ganbo\"");
  EXPECT_TRUE(client.ask(request("POST /v1/track", "Authorization: Basic d3Jvbmc6\r\n"))
                  .header("WWW-Authenticate")
                  .starts_with("Basic "));
}

TEST_F(ServerTest, TakesAWriteKeyAsBasicUserAndLeavesAKeyInTheBodyToTheHandler) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("POST /v1/track", "Authorization: Basic c2VuZGVyOg==\r\n", "{}")).body, "sender");
  EXPECT_EQ(client.ask(request("POST /v1/track", "", "{}")).body, "key in body");
  EXPECT_EQ(client.ask(request("POST /v1/track", "Authorization: Basic cmVhZGVyOg==\r\n", "{}")).status, 403);
}

TEST_F(ServerTest, WantsTheCsrfTokenForChangesBySessionOnly) {
  start();
  Client client(server_->port());
  const std::string cookie = "Cookie: theme=dark; ganbo_session=s3ss10n\r\n";
  EXPECT_EQ(client.ask(request("GET /v1/parties/1", cookie)).status, 200);
  EXPECT_EQ(client.ask(request("POST /v1/parties", cookie, "{}")).status, 403);
  EXPECT_EQ(client.ask(request("POST /v1/parties", cookie + "X-CSRF-Token: other\r\n", "{}")).status, 403);
  EXPECT_EQ(client.ask(request("POST /v1/parties", cookie + "X-CSRF-Token: t0k3n\r\n", "{}")).body, "an");
}

TEST_F(ServerTest, Names405AndTheAllowedMethods) {
  start();
  Client client(server_->port());
  const auto got = client.ask(request("DELETE /v1/parties/7"));
  EXPECT_EQ(got.status, 405);
  EXPECT_EQ(got.header("Allow"), "GET, HEAD");
  EXPECT_EQ(client.ask(request("BREW /v1/parties/7")).status, 405);
}

TEST_F(ServerTest, AnswersHeadFromTheGetRouteWithoutABody) {
  start();
  Client client(server_->port());
  const auto got = client.ask(request("HEAD /v1/hello"), false);
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.header("Content-Length"), "7");
  EXPECT_EQ(client.ask(request("GET /v1/hello")).body, "\"hello\"");
}

TEST_F(ServerTest, LetsAPreflightRouteDecideOnCors) {
  start();
  Client client(server_->port());
  const auto got = client.ask(request("OPTIONS /v1/track", "Origin: https://shop.example\r\n"));
  EXPECT_EQ(got.status, 204);
  EXPECT_EQ(got.header("Access-Control-Allow-Origin"), "https://shop.example");
  EXPECT_EQ(got.header("Content-Length"), "");
}

TEST_F(ServerTest, RefusesForeignHostNamesOnALoopbackAddress) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
  EXPECT_EQ(client.ask("GET http://evil.example/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 421);
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n").status, 200);
  EXPECT_EQ(client.ask("GET http://localhost:1/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\n\r\n").status, 400);
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n").status, 400);
}

TEST_F(ServerTest, AnswersAnyHostNameElsewhere) {
  ServerOptions options;
  options.address = "0.0.0.0";
  start(options);
  Client client(server_->port());
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: crm.example\r\n\r\n").status, 200);
}

TEST_F(ServerTest, ReadsBodiesOfAnySizeUpToTheLimitHoweverTheyArrive) {
  start();
  Client client(server_->port());
  std::string body(100'000, 'a');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
  EXPECT_EQ(client.ask(request("POST /v1/echo", "", body)).body, body);
  std::string chunked;
  for (std::size_t at = 0; at < body.size(); at += 7'001) {
    const std::string_view piece = std::string_view(body).substr(at, 7'001);
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    chunked += size + std::string(piece) + "\r\n";
  }
  EXPECT_EQ(client.ask(request("POST /v1/echo", "Transfer-Encoding: chunked\r\n") + chunked + "0\r\n\r\n").body, body);
  const std::string slow = request("POST /v1/echo", "", "abc");
  for (const char c : slow) client.send(std::string_view(&c, 1));
  EXPECT_EQ(client.receive().body, "abc");
  EXPECT_EQ(client.ask(request("POST /v1/echo", "Content-Encoding: gzip\r\n", gzipped(body))).body, body);
}

TEST_F(ServerTest, CutsBodiesOverTheLimit) {
  start();
  {
    Client announced(server_->port());
    EXPECT_EQ(announced.ask(request("POST /v1/echo", "Content-Length: 100001\r\n")).status, 413);
  }
  {
    Client chunked(server_->port());
    std::string bytes = request("POST /v1/echo", "Transfer-Encoding: chunked\r\n");
    for (int i = 0; i < 3; ++i) bytes += "c350\r\n" + std::string(50'000, 'x') + "\r\n";
    EXPECT_EQ(chunked.ask(bytes).status, 413);
  }
  {
    Client sends_all(server_->port());  // the answer must survive a client that does not stop sending
    EXPECT_EQ(sends_all.ask(request("POST /v1/echo", "", std::string(600'000, 'x'))).status, 413);
  }
  Client bomb(server_->port());
  const std::string bytes = gzipped(std::string(50'000'000, '\0'));
  ASSERT_LT(bytes.size(), 100'000U);
  EXPECT_EQ(bomb.ask(request("POST /v1/echo", "Content-Encoding: gzip\r\n", bytes)).status, 413);
  EXPECT_EQ(bomb.ask(request("GET /v1/hello")).status, 200)
      << "a refused body that was read whole leaves the connection usable";
}

TEST_F(ServerTest, SaysContinueOnlyToThoseWhoMaySend) {
  start();
  Client client(server_->port());
  client.send(request("POST /v1/echo", "Expect: 100-continue\r\nContent-Length: 3\r\n"));
  EXPECT_EQ(client.receive().status, 100);
  client.send("abc");
  EXPECT_EQ(client.receive().body, "abc");
  EXPECT_EQ(client.ask(request("POST /v1/echo", "Expect: 100-continue\r\nContent-Length: 3000000\r\n")).status, 413);
  Client other(server_->port());
  EXPECT_EQ(other.ask(request("POST /v1/echo", "Expect: magic\r\nContent-Length: 3\r\n")).status, 417);
}

TEST_F(ServerTest, RefusesWhatIsNoHttp) {
  start();
  const std::string text_of_headers(17'000, 'h');
  const std::vector<std::pair<std::string, int>> cases{
      {"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400},
      {"GET /v1/hello\r\n\r\n", 400},
      {"GET /v1/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"GET /v1/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
      {"GET /v1/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400},
      {"GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET /v1/%ff HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400},
      {"POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc", 415},
      {"GET /v1/hello HTTP/1.1\r\nHost: localhost\r\nX: " + text_of_headers + "\r\n\r\n", 431},
      {"GET /v1/" + std::string(9'000, 'p') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414},
  };
  for (const auto& [bytes, status] : cases) {
    Client client(server_->port());
    const auto got = client.ask(bytes);
    EXPECT_EQ(got.status, status) << bytes.substr(0, 120);
    EXPECT_NE(got.body.find("\"status\":" + std::to_string(status)), std::string::npos);
  }
  Client after(server_->port());
  EXPECT_EQ(after.ask(request("GET /v1/hello")).status, 200);
}

TEST_F(ServerTest, TurnsAThrowingOrForgetfulHandlerInto500AndLivesOn) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("GET /v1/throws")).status, 500);
  EXPECT_EQ(client.ask(request("GET /v1/forgets")).status, 500);
  EXPECT_EQ(client.ask(request("GET /v1/hello")).status, 200);
}

TEST_F(ServerTest, TakesAnswersFromOtherThreadsAndOnlyTheFirst) {
  start();
  Client client(server_->port());
  client.send(request("GET /v1/later"));
  const Reply reply = wait_for_waiting();
  std::thread([&] {
    reply(json(200, "first"));
    reply(json(200, "second"));
  }).join();
  EXPECT_EQ(client.receive().body, "first");
  EXPECT_EQ(client.ask(request("GET /v1/hello")).body, "\"hello\"");
}

TEST_F(ServerTest, AnAnswerToAConnectionThatHasGoneIsFine) {
  start();
  Reply reply;
  {
    Client client(server_->port());
    client.send(request("GET /v1/later"));
    reply = wait_for_waiting();
  }
  reply(json(200, std::string(1'000'000, 'x')));
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("GET /v1/hello")).status, 200);
}

TEST_F(ServerTest, WritesAnswersLargerThanTheKernelTakesAtOnce) {
  start();
  Client client(server_->port());
  client.send(request("GET /v1/large"));
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(client.receive().body.size(), 20'000'000U);
}

TEST_F(ServerTest, ServesThePageWithAFreshNonceAndItsPolicy) {
  start();
  Client client(server_->port());
  const auto first = client.ask(request("GET /people/7"));
  const auto second = client.ask(request("GET /"));
  const std::string policy = first.header("Content-Security-Policy");
  const std::size_t at = policy.find("'nonce-") + 7;
  const std::string nonce = policy.substr(at, policy.find('\'', at) - at);
  EXPECT_EQ(nonce.size(), 22U);
  EXPECT_EQ(first.body, "<meta content=\"" + nonce + "\"><style nonce=\"" + nonce + "\"></style>");
  EXPECT_NE(policy, second.header("Content-Security-Policy"));
  EXPECT_EQ(policy, "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-" + nonce +
                        "'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
                        "form-action 'self'; object-src 'none'");
  EXPECT_EQ(first.header("Cache-Control"), "no-store");
  EXPECT_EQ(client.ask(request("POST /people/7")).status, 405);
}

TEST_F(ServerTest, ServesFilesCompressedAndCachedAndNotUnderApiOrAssetsWhenUnknown) {
  start();
  Client client(server_->port());
  const auto script = client.ask(request("GET /assets/index-abc.js", "Accept-Encoding: gzip, deflate, br\r\n"));
  EXPECT_EQ(script.body, "brotli script");
  EXPECT_EQ(script.header("Content-Encoding"), "br");
  EXPECT_EQ(script.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(client.ask(request("GET /assets/index-abc.js", "Accept-Encoding: gzip\r\n")).body, "gzip script");
  EXPECT_EQ(client.ask(request("GET /assets/index-abc.js")).body, "plain script");
  const auto icon = client.ask(request("GET /favicon.ico"));
  EXPECT_EQ(client.ask(request("GET /favicon.ico", "If-None-Match: " + icon.header("ETag") + "\r\n")).status, 304);
  EXPECT_EQ(client.ask(request("GET /assets/gone.js")).status, 404);
  EXPECT_EQ(client.ask(request("GET /v1")).status, 404);
}

TEST_F(ServerTest, LeavesOutHeadersThatWouldSmuggleAnAnswerAndSecuresCookiesWhenTold) {
  ServerOptions options;
  options.secure_cookies = true;
  start(options);
  Client client(server_->port());
  const auto got = client.ask(request("GET /v1/smuggle"));
  EXPECT_EQ(got.head.find("evil"), std::string::npos);
  EXPECT_EQ(got.header("Set-Cookie"), "ganbo_session=1; HttpOnly; Secure");
}

TEST_F(ServerTest, TellsConnectionsOverTheLimitToTryLater) {
  ServerOptions options;
  options.connections_max = 2;
  start(options);
  Client one(server_->port());
  Client two(server_->port());
  EXPECT_EQ(one.ask(request("GET /v1/hello")).status, 200);
  EXPECT_EQ(two.ask(request("GET /v1/hello")).status, 200);
  {
    Client three(server_->port());
    const auto got = three.ask(request("GET /v1/hello"));
    EXPECT_EQ(got.status, 503);
    EXPECT_EQ(got.header("Retry-After"), "1");
    EXPECT_TRUE(three.ended());
  }
  EXPECT_EQ(one.ask(request("GET /v1/hello")).status, 200);
}

TEST_F(ServerTest, EndsIdleConnectionsAndTellsSlowOnes) {
  ServerOptions options;
  options.idle_timeout = std::chrono::seconds(1);
  options.read_timeout = std::chrono::seconds(1);
  start(options);
  Client idle(server_->port());
  Client half_a_head(server_->port());
  Client half_a_body(server_->port());
  half_a_head.send("GET /v1/hello HTTP/1.1\r\nHost: lo");
  half_a_body.send(request("POST /v1/echo", "Content-Length: 10\r\n") + "abc");
  EXPECT_EQ(half_a_head.receive().status, 408);
  EXPECT_EQ(half_a_body.receive().status, 408);
  EXPECT_TRUE(idle.ended());
}

TEST_F(ServerTest, StopsAtOnceWhenIdleAndLetsRunningRequestsFinish) {
  start();
  Client idle(server_->port());
  EXPECT_EQ(idle.ask(request("GET /v1/hello")).status, 200);
  Client busy(server_->port());
  busy.send(request("GET /v1/later"));
  const Reply reply = wait_for_waiting();
  std::thread answering([&] {
    std::this_thread::sleep_for(milliseconds(200));
    reply(json(200, "finished"));
  });
  const int port = server_->port();
  const auto begun = std::chrono::steady_clock::now();
  server_->stop(milliseconds(5000));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(2000));
  answering.join();
  const auto got = busy.receive();
  EXPECT_EQ(got.body, "finished");
  EXPECT_EQ(got.header("Connection"), "close");
  EXPECT_TRUE(idle.ended());
  EXPECT_FALSE(Client(port).connected);
}

TEST_F(ServerTest, CancelsWhatDoesNotFinishInTimeAndIgnoresItsLateAnswer) {
  start();
  Client busy(server_->port());
  busy.send(request("GET /v1/later"));
  const Reply reply = wait_for_waiting();
  server_->stop(milliseconds(100));
  EXPECT_EQ(busy.receive().status, 503);
  server_.reset();
  reply(json(200, "too late"));
}

TEST_F(ServerTest, SaysThatAnAddressIsTakenOrWrong) {
  start();
  ServerOptions options;
  options.port = server_->port();
  const Result<void> second = make_server(options, {}, {}, accounts_)->start();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  EXPECT_NE(second.error().message.find("--port"), std::string::npos);
  options.address = "example.invalid";
  EXPECT_EQ(make_server(options, {}, {}, accounts_)->start().error().code, ErrorCode::invalid);
  options.address = "203.0.113.7";
  EXPECT_EQ(make_server(options, {}, {}, accounts_)->start().error().code, ErrorCode::unavailable);
}

TEST_F(ServerTest, SurvivesManyClientsAtOnceOnFewThreads) {
  start();
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i)
    clients.emplace_back([&, i] {
      Client client(server_->port());
      for (int n = 0; n < 200; ++n) {
        const std::string body = "body " + std::to_string(i) + " " + std::to_string(n);
        right += client.ask(request("POST /v1/echo", "", body)).body == body ? 1 : 0;
      }
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 16 * 200);
}

}  // namespace
}  // namespace ganbo::http
