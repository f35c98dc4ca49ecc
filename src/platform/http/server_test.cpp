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
#include "platform/http/testing/server_fixture.hpp"

namespace ganbo::http {
namespace {

using namespace testing;

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
  options.public_host = "crm.example";
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
