#include <thread>

#include "platform/http/certificate.hpp"
#include "platform/http/testing/tls_client.hpp"

namespace ganbo::http {
namespace {

using namespace testing;
using std::chrono::seconds;

class TlsTest : public ServerTest {
 protected:
  void serve_tls(ServerOptions options = {}) {
    folder_.put(shown_);
    auto opened = Certificate::open({folder_.certificate(), folder_.key()});
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    options.certificate = *opened;
    start(options);
  }
  std::unique_ptr<TlsClient> connect(const TlsWish& wish = {}) const {
    return std::make_unique<TlsClient>(server_->port(), shown_, wish);
  }

  Issued shown_ = issue();
  CertificateFolder folder_;
};

TEST_F(TlsTest, AnswersOverBothVersionsAgainAndAgain) {
  serve_tls();
  for (const auto& [version, name] : {std::pair{TLS1_2_VERSION, "TLSv1.2"}, std::pair{TLS1_3_VERSION, "TLSv1.3"}}) {
    const auto client = connect({.version = version});
    ASSERT_TRUE(client->shaken) << name;
    EXPECT_EQ(client->version(), name);
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(client->ask(request("GET /v1/hello")).body, "\"hello\"");
      EXPECT_EQ(client->ask(request("POST /v1/echo", "", "abc")).body, "abc");
    }
  }
}

TEST_F(TlsTest, RefusesOldVersionsAndSuitesThatKeepNoSecret) {
  serve_tls();
  EXPECT_FALSE(connect({.version = TLS1_1_VERSION})->shaken);
  EXPECT_FALSE(connect({.version = TLS1_2_VERSION, .suites_1_2 = "ECDHE-ECDSA-AES128-SHA"})->shaken);
  EXPECT_TRUE(connect({.version = TLS1_2_VERSION, .suites_1_2 = "ECDHE-ECDSA-AES128-GCM-SHA256"})->shaken);
}

TEST_F(TlsTest, ChoosesHttp11AmongTheProtocolsOffered) {
  serve_tls();
  const auto both = connect({.offered = "\x02h2\x08http/1.1"});
  ASSERT_TRUE(both->shaken);
  EXPECT_EQ(both->protocol(), "http/1.1");
  EXPECT_EQ(both->ask(request("GET /v1/hello")).status, 200);
  EXPECT_FALSE(connect({.offered = "\x02h2"})->shaken);
}

TEST_F(TlsTest, ShowsTheChainToItsAuthority) {
  const Issued root = issue({.name = "root", .authority = true});
  const Issued between = issue({.name = "between", .authority = true}, &root);
  const Issued own = issue({}, &between);
  serve_tls();
  server_->stop(milliseconds(0));
  folder_.put("fullchain.pem", own.certificate_pem() + between.certificate_pem());
  folder_.put("privkey.pem", own.key_pem());
  ServerOptions options;
  options.certificate = *Certificate::open({folder_.certificate(), folder_.key()});
  start(options);
  TlsClient client(server_->port(), root);
  ASSERT_TRUE(client.shaken) << "the client knows the root only";
  EXPECT_EQ(client.ask(request("GET /v1/hello")).status, 200);
}

TEST_F(TlsTest, AnswersPipelinedRequestsInOrderEvenWhenOneWaits) {
  serve_tls();
  const auto client = connect();
  client->send(request("GET /v1/later") + request("POST /v1/echo", "", "two") + request("GET /v1/hello"));
  wait_for_waiting()(json(200, "one"));
  EXPECT_EQ(client->receive().body, "one");
  EXPECT_EQ(client->receive().body, "two");
  EXPECT_EQ(client->receive().body, "\"hello\"");
}

TEST_F(TlsTest, CarriesLargeBodiesBothWaysHoweverTheyArrive) {
  serve_tls();
  const auto client = connect();
  std::string body(8'000'000, 'a');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
  EXPECT_EQ(client->ask(request("POST /v1/large", "", body)).body, body);
  client->send(request("GET /v1/large"));
  std::this_thread::sleep_for(milliseconds(100));  // the kernel takes no more meanwhile
  EXPECT_EQ(client->receive().body, std::string(20'000'000, 'x'));
  for (const std::size_t size : {15'000UL, 16'000UL, 16'384UL, 17'000UL, 33'000UL}) {  // around the size of a record
    const std::string some = body.substr(0, size);
    EXPECT_EQ(client->ask(request("POST /v1/echo", "", some)).body, some);
  }
  std::string chunked;
  for (std::size_t at = 0; at < 100'000; at += 7'001) {
    const std::string piece = body.substr(at, std::min<std::size_t>(7'001, 100'000 - at));
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    chunked += size + piece + "\r\n";
  }
  EXPECT_EQ(client->ask(request("POST /v1/echo", "Transfer-Encoding: chunked\r\n") + chunked + "0\r\n\r\n").body,
            body.substr(0, 100'000));
}

TEST_F(TlsTest, TakesAHandshakeAndARequestByteByByte) {
  serve_tls();
  const auto client = connect({.byte_by_byte = true});
  ASSERT_TRUE(client->shaken);
  EXPECT_EQ(client->ask(request("POST /v1/echo", "", "abc")).body, "abc");
}

TEST_F(TlsTest, SecuresCookiesSaysContinueAndSaysGoodbye) {
  serve_tls();
  const auto client = connect();
  EXPECT_EQ(client->ask(request("GET /v1/smuggle")).header("Set-Cookie"), "ganbo_session=1; HttpOnly; Secure");
  client->send(request("POST /v1/echo", "Expect: 100-continue\r\nContent-Length: 3\r\n"));
  EXPECT_EQ(client->receive().status, 100);
  client->send("abc");
  EXPECT_EQ(client->receive().body, "abc");
  EXPECT_EQ(client->ask(request("GET /v1/hello", "Connection: close\r\n")).status, 200);
  EXPECT_TRUE(client->ended());
  EXPECT_TRUE(client->was_told_goodbye());
}

TEST_F(TlsTest, TellsWhoComesWithoutTls) {
  serve_tls();
  for (const std::string& bytes : {request("GET /v1/hello"), request("POST /v1/echo", "", std::string(500'000, 'x')),
                                   std::string("x"), std::string("\x80\x2e\x01\x03\x01", 5)}) {
    Client client(server_->port());
    const auto got = client.ask(bytes);
    EXPECT_EQ(got.status, 400) << bytes.substr(0, 40);
    EXPECT_NE(got.body.find("https://"), std::string::npos) << got.body;
    EXPECT_EQ(got.header("Connection"), "close");
    EXPECT_TRUE(client.ended());
  }
  EXPECT_EQ(connect()->ask(request("GET /v1/hello")).status, 200);
}

TEST_F(TlsTest, TheUnixSocketStaysPlain) {
  ServerOptions options;
  options.unix_socket = folder_.path("s");
  serve_tls(options);
  const auto got = request_over_socket(options.unix_socket, Method::get, "/v1/whoami", "", milliseconds(5000));
  ASSERT_TRUE(got.ok()) << got.error().message;
  EXPECT_EQ(got->body, "socket");
}

TEST_F(TlsTest, HandshakesThatNeverComeEndByTheReadTimeoutAndHoldNoThread) {
  ServerOptions options;
  options.threads = 1;
  options.read_timeout = seconds(1);
  options.idle_timeout = seconds(60);
  serve_tls(options);
  std::vector<std::unique_ptr<TlsClient>> stalled;
  for (int i = 0; i < 20; ++i) {
    stalled.push_back(connect({.hands = false}));
    if (i % 2 == 0) continue;  // says nothing at all
    const std::string hello = stalled.back()->hello();
    stalled.back()->send_raw(std::string_view(hello).substr(0, hello.size() / 2));
  }
  EXPECT_EQ(connect()->ask(request("GET /v1/hello")).status, 200);
  for (const auto& each : stalled) {
    char byte = 0;
    EXPECT_EQ(each->take_raw(&byte, 1), 0);
  }
}

TEST_F(TlsTest, WhatIsNoHandshakeAfterAllEndsTheConnection) {
  serve_tls();
  const auto client = connect({.hands = false});
  std::string hello = client->hello();
  for (std::size_t i = 9; i < hello.size(); ++i) hello[i] = static_cast<char>(i * 7);
  client->send_raw(hello);
  client->send_raw(std::string(100'000, '\x16'));
  char bytes[1000];
  ssize_t count = 1;
  while (count > 0) count = client->take_raw(bytes, sizeof bytes);  // perhaps an alert
  EXPECT_EQ(count, 0);
  EXPECT_EQ(connect()->ask(request("GET /v1/hello")).status, 200);
}

TEST_F(TlsTest, TellsSlowClientsAndEndsIdleOnes) {
  ServerOptions options;
  options.idle_timeout = seconds(1);
  options.read_timeout = seconds(1);
  serve_tls(options);
  const auto idle = connect();
  const auto half_a_head = connect();
  const auto half_a_body = connect();
  half_a_head->send("GET /v1/hello HTTP/1.1\r\nHost: lo");
  half_a_body->send(request("POST /v1/echo", "Content-Length: 10\r\n") + "abc");
  EXPECT_EQ(half_a_head->receive().status, 408);
  EXPECT_EQ(half_a_body->receive().status, 408);
  EXPECT_TRUE(idle->ended());
  EXPECT_TRUE(idle->was_told_goodbye());
}

TEST_F(TlsTest, AClientThatGoesAmidAnAnswerIsNoHarm) {
  serve_tls();
  for (int i = 0; i < 5; ++i) connect()->send(request("GET /v1/large") + request("GET /v1/large"));
  Reply reply;
  {
    const auto client = connect();
    client->send(request("GET /v1/later"));
    reply = wait_for_waiting();
  }
  reply(json(200, std::string(1'000'000, 'x')));
  EXPECT_EQ(connect()->ask(request("GET /v1/hello")).status, 200);
}

TEST_F(TlsTest, CutsBodiesOverTheLimit) {
  serve_tls();
  EXPECT_EQ(connect()->ask(request("POST /v1/echo", "Content-Length: 100001\r\n")).status, 413);
  const auto sends_all = connect();  // the answer must survive a client that does not stop sending
  EXPECT_EQ(sends_all->ask(request("POST /v1/echo", "", std::string(600'000, 'x'))).status, 413);
  EXPECT_TRUE(sends_all->was_told_goodbye() || sends_all->ended());
}

TEST_F(TlsTest, TellsConnectionsOverTheLimitToTryLater) {
  ServerOptions options;
  options.connections_max = 1;
  serve_tls(options);
  const auto one = connect();
  EXPECT_EQ(one->ask(request("GET /v1/hello")).status, 200);
  EXPECT_EQ(connect()->ask(request("GET /v1/hello")).status, 503);
  EXPECT_EQ(one->ask(request("GET /v1/hello")).status, 200);
}

TEST_F(TlsTest, StopsAtOnceWithIdleConnectionsAndHandshakesThatWaitAndLetsRunningRequestsFinish) {
  serve_tls();
  const auto idle = connect();
  EXPECT_EQ(idle->ask(request("GET /v1/hello")).status, 200);
  const auto silent = connect({.hands = false});
  const auto halfway = connect({.hands = false});
  halfway->send_raw(halfway->hello().substr(0, 50));
  const auto busy = connect();
  busy->send(request("GET /v1/later"));
  const Reply reply = wait_for_waiting();
  std::thread answering([&] {
    std::this_thread::sleep_for(milliseconds(200));
    reply(json(200, "finished"));
  });
  const auto begun = std::chrono::steady_clock::now();
  server_->stop(milliseconds(5000));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(2000));
  answering.join();
  EXPECT_EQ(busy->receive().body, "finished");
  EXPECT_TRUE(idle->ended());
}

TEST_F(TlsTest, CancelsWhatDoesNotFinishInTime) {
  serve_tls();
  const auto busy = connect();
  busy->send(request("GET /v1/later"));
  const Reply reply = wait_for_waiting();
  server_->stop(milliseconds(100));
  EXPECT_EQ(busy->receive().status, 503);
  server_.reset();
  reply(json(200, "too late"));
}

TEST_F(TlsTest, ARenewedCertificateIsShownWithoutARestart) {
  serve_tls();
  const auto before = connect();
  ASSERT_TRUE(before->shaken);
  const Issued renewed = issue();
  folder_.put(renewed);
  const auto until = std::chrono::steady_clock::now() + seconds(20);
  long shown = 0;
  while (shown != renewed.serial() && std::chrono::steady_clock::now() < until) {
    const TlsClient client(server_->port(), renewed);
    if (client.shaken) shown = client.serial();
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_EQ(shown, renewed.serial());
  EXPECT_EQ(before->serial(), shown_.serial());
  EXPECT_EQ(before->ask(request("GET /v1/hello")).status, 200) << "open connections go on";
}

TEST_F(TlsTest, SurvivesManyClientsAtOnceOnFewThreadsWhileItIsRenewed) {
  serve_tls();
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i)
    clients.emplace_back([&, i] {
      for (int n = 0; n < 10; ++n) {
        const auto client = connect();
        for (int m = 0; m < 10; ++m) {
          const std::string body = "body " + std::to_string(i) + " " + std::to_string(n) + " " + std::to_string(m);
          right += client->ask(request("POST /v1/echo", "", body)).body == body ? 1 : 0;
        }
      }
    });
  for (int i = 0; i < 10; ++i) {
    folder_.put(shown_);
    std::this_thread::sleep_for(milliseconds(50));
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 8 * 10 * 10);
}

}  // namespace
}  // namespace ganbo::http
