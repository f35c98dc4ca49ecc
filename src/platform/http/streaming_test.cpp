#include <gtest/gtest.h>

#include <deque>
#include <mutex>
#include <thread>

#include "platform/http/certificate.hpp"
#include "platform/http/testing/tls_client.hpp"

namespace ganbo::http {
namespace {

using namespace testing;
using std::chrono::steady_clock;

constexpr std::string_view session = "Cookie: ganbo_session=s3ss10n\r\n";
constexpr std::string_view alive = "event: alive\ndata: {}\n\n";

// What the streams of a test are told.
class Events {
 public:
  void say(std::string event) {
    const std::lock_guard lock(mutex_);
    said_.push_back(std::move(event));
  }
  bool any(std::size_t from) const {
    const std::lock_guard lock(mutex_);
    return said_.size() > from;
  }
  std::string take(std::size_t& from) {
    const std::lock_guard lock(mutex_);
    ++takes;
    std::string out;
    for (; from < said_.size(); ++from) out += "data: " + said_[from] + "\n\n";
    return out;
  }
  std::atomic<int> takes{0};
  std::atomic<int> listening{0};

 private:
  mutable std::mutex mutex_;
  std::deque<std::string> said_;
};

class Told final : public EventStream {
 public:
  explicit Told(Events& events) : events_(events) { ++events_.listening; }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
  ~Told() override { --events_.listening; }
  bool ready() const override { return events_.any(from_); }
  std::string take() override {
    std::size_t from = from_;
    std::string out = events_.take(from);
    from_ = from;
    return out;
  }

 private:
  Events& events_;
  std::atomic<std::size_t> from_{0};  // the server asks ready() on another thread than take()
};

// Always has more to say than a socket takes.
class Flood final : public EventStream {
 public:
  explicit Flood(Events& events) : events_(events) {}
  bool ready() const override { return true; }
  std::string take() override {
    ++events_.takes;
    return "data: " + std::string(8'000'000, 'x') + "\n\n";
  }

 private:
  Events& events_;
};

class StreamTest : public ServerTest {
 protected:
  // The server tells of the events until it has ended.
  ~StreamTest() override { server_.reset(); }
  std::vector<Route> more_routes() override {
    const auto stream = [](std::string pattern, auto make) {
      return route(Method::get, std::move(pattern), Auth::bearer, Scope::read, [make](Request&) -> Result<Response> {
        Response response;
        response.content_type = "text/event-stream";
        response.events = make();
        return response;
      });
    };
    std::vector<Route> all;
    all.push_back(stream("/v1/told", [this] { return std::make_shared<Told>(events_); }));
    all.push_back(stream("/v1/flood", [this] { return std::make_shared<Flood>(events_); }));
    return all;
  }
  static std::string listen(std::string_view to = "/v1/told", std::string_view as = session) {
    return request("GET " + std::string(to), as);
  }
  // Waits until so many streams are open.
  bool listeners(int count) const {
    for (int i = 0; i < 100 && events_.listening != count; ++i) std::this_thread::sleep_for(milliseconds(20));
    return events_.listening == count;
  }

  Events events_;
};

TEST_F(StreamTest, ArrivesAsItHappensOnAConnectionThatAnsweredBefore) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("GET /v1/hello")).status, 200);
  const auto head = client.ask(listen());
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
  EXPECT_EQ(head.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(head.header("Content-Length"), "");
  EXPECT_EQ(head.header("Cache-Control"), "no-store");
  EXPECT_EQ(client.receive_until("\n\n\r\n"), "17\r\n" + std::string(alive) + "\r\n")
      << "it says at once that it is there";
  const auto begun = steady_clock::now();
  events_.say("one");
  EXPECT_EQ(client.receive_until("\n\n\r\n"), "b\r\ndata: one\n\n\r\n");
  EXPECT_LT(steady_clock::now() - begun, milliseconds(1000));
  events_.say("two");
  EXPECT_EQ(client.receive_until("\n\n\r\n"), "b\r\ndata: two\n\n\r\n");
}

TEST_F(StreamTest, ArrivesOverTls) {
  const Issued shown = issue();
  const CertificateFolder folder;
  folder.put(shown);
  ServerOptions options;
  options.certificate = *Certificate::open({folder.certificate(), folder.key()});
  start(options);
  TlsClient client(server_->port(), shown);
  EXPECT_EQ(client.ask(listen()).status, 200);
  events_.say("over TLS");
  EXPECT_NE(client.receive_until("over TLS\n\n\r\n").find("data: over TLS"), std::string::npos);
  server_->stop(milliseconds(5000));
  EXPECT_EQ(client.receive_until("0\r\n\r\n"), "0\r\n\r\n");
  EXPECT_TRUE(client.ended());
}

TEST_F(StreamTest, ToAClientOfHttp10HasNoChunksAndEndsWithTheConnection) {
  start();
  Client client(server_->port());
  const auto head = client.ask("GET /v1/told HTTP/1.0\r\n" + std::string(session) + "Connection: keep-alive\r\n\r\n");
  EXPECT_EQ(head.header("Connection"), "close");
  EXPECT_EQ(head.header("Transfer-Encoding"), "");
  EXPECT_EQ(client.receive_until("\n\n"), alive);
  server_->stop(milliseconds(5000));
  EXPECT_TRUE(client.ended());
}

TEST_F(StreamTest, IsNotOpenedByHeadNorByWhoMayNotRead) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("HEAD /v1/told", session), false).status, 200);
  EXPECT_EQ(client.ask(request("GET /v1/told")).status, 401);
  EXPECT_EQ(client.ask(listen("/v1/told", "Authorization: Bearer sender\r\n")).status, 403);
  EXPECT_EQ(client.ask(listen("/v1/told", "Cookie: ganbo_session=other\r\n")).status, 401);
  EXPECT_EQ(client.ask(request("POST /v1/told", session, "x")).status, 405);
  EXPECT_TRUE(listeners(0));
}

TEST_F(StreamTest, OutlivesTheTimeLimitsOfRequestsAndShowsThatItIsThere) {
  ServerOptions options;
  options.idle_timeout = options.read_timeout = std::chrono::seconds(1);
  options.stream_alive_interval = milliseconds(300);
  start(options);
  Client client(server_->port());
  EXPECT_EQ(client.ask(listen()).status, 200);
  const auto begun = steady_clock::now();
  int lives = 0;
  while (steady_clock::now() - begun < milliseconds(2500))
    if (client.receive_until("\n\n\r\n").find("event: alive") != std::string::npos) ++lives;
  EXPECT_GE(lives, 4);
  events_.say("still there");
  EXPECT_NE(client.receive_until("still there").find("data"), std::string::npos);
}

TEST_F(StreamTest, TakesNoThreadForItself) {
  ServerOptions options;
  options.threads = 1;
  start(options);
  std::vector<std::unique_ptr<Client>> listening;
  for (int i = 0; i < 16; ++i) {
    listening.push_back(std::make_unique<Client>(server_->port()));
    EXPECT_EQ(listening.back()->ask(listen()).status, 200);
  }
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("GET /v1/hello")).status, 200);
  events_.say("all");
  for (const auto& each : listening) EXPECT_NE(each->receive_until("all\n\n").find("data: all"), std::string::npos);
}

TEST_F(StreamTest, IsAskedAFewTimesASecondHoweverFastItsEventsCome) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(listen()).status, 200);
  std::atomic<bool> enough = false;
  std::thread saying([&] {
    for (int n = 0; !enough; ++n) {
      events_.say(std::to_string(n));
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  });
  std::this_thread::sleep_for(milliseconds(1500));
  enough = true;
  saying.join();
  EXPECT_GE(events_.takes, 3);
  EXPECT_LE(events_.takes, 9);
}

TEST_F(StreamTest, IsNotAskedForMoreThanASlowClientReadsAndGoesOnWhenItDoes) {
  start();
  Client slow(server_->port());
  EXPECT_EQ(slow.ask(listen("/v1/flood"), false).status, 200);
  std::this_thread::sleep_for(milliseconds(1200));
  EXPECT_EQ(events_.takes, 1) << "the socket is full";
  EXPECT_EQ(slow.receive_until("\n\n\r\n").size(), 8'000'000U + 8 + 6 + 4);
  EXPECT_GT(slow.receive_until("\n\n\r\n").size(), 8'000'000U);
  EXPECT_GE(events_.takes, 2);
}

TEST_F(StreamTest, OfAClientThatReadsNothingIsCutLikeAnyAnswer) {
  ServerOptions options;
  options.read_timeout = std::chrono::seconds(1);
  start(options);
  Client stuck(server_->port());
  stuck.send(listen("/v1/flood"));
  std::this_thread::sleep_for(milliseconds(2500));
  EXPECT_LT(stuck.receive_until("\n\n\r\n").size(), 8'000'000U);
}

TEST_F(StreamTest, EndsWithTheSessionBeforeAnythingMoreIsTold) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(listen()).status, 200);
  EXPECT_NE(client.receive_until("\n\n\r\n").find("alive"), std::string::npos);
  accounts_.session_ended = true;
  events_.say("not for those who were signed out");
  EXPECT_EQ(client.receive_until("0\r\n\r\n"), "0\r\n\r\n");
  EXPECT_TRUE(listeners(0));
  EXPECT_EQ(client.ask(request("GET /v1/hello")).status, 200) << "the connection goes on";
  EXPECT_EQ(client.ask(listen()).status, 401);
}

TEST_F(StreamTest, EndsWithTheSessionAlsoWhenThereIsNothingToTell) {
  ServerOptions options;
  options.stream_alive_interval = milliseconds(300);
  start(options);
  Client client(server_->port());
  EXPECT_EQ(client.ask(listen()).status, 200);
  accounts_.session_ended = true;
  EXPECT_NE(client.receive_until("0\r\n\r\n").find("0\r\n\r\n"), std::string::npos);
  EXPECT_TRUE(listeners(0));
}

TEST_F(StreamTest, OfAClientThatHasGoneIsNoticedWithoutAnythingToSay) {
  start();
  {
    Client client(server_->port());
    EXPECT_EQ(client.ask(listen()).status, 200);
    client.send("bytes that nobody reads");
    EXPECT_TRUE(listeners(1));
  }
  EXPECT_TRUE(listeners(0));
}

TEST_F(StreamTest, MoreThanMayAreRefusedAndASeatIsFreeAgainWhenOneGoes) {
  ServerOptions options;
  options.streams_of_caller_max = 2;
  options.streams_max = 3;
  start(options);
  auto first = std::make_unique<Client>(server_->port());
  Client second(server_->port());
  Client third(server_->port());
  EXPECT_EQ(first->ask(listen()).status, 200);
  EXPECT_EQ(second.ask(listen()).status, 200);
  const auto refused = third.ask(listen());
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_NE(refused.body.find("\"rule\":\"limit\""), std::string::npos);
  EXPECT_EQ(third.ask(request("GET /v1/hello")).status, 200);
  constexpr std::string_view key = "Authorization: Bearer reader\r\n";
  EXPECT_EQ(third.ask(listen("/v1/told", key)).status, 200) << "another caller";
  Client fourth(server_->port());
  EXPECT_EQ(fourth.ask(listen("/v1/told", key)).status, 429) << "three in all";
  first.reset();
  EXPECT_TRUE(listeners(2));
  EXPECT_EQ(fourth.ask(listen("/v1/told", key)).status, 200);
}

TEST_F(StreamTest, EndsAtOnceWhenTheServerStopsAlsoForAClientThatReadsNothing) {
  start();
  Client reading(server_->port());
  EXPECT_EQ(reading.ask(listen()).status, 200);
  EXPECT_NE(reading.receive_until("\n\n\r\n").find("alive"), std::string::npos);
  Client stuck(server_->port());
  EXPECT_EQ(stuck.ask(listen("/v1/flood"), false).status, 200);
  const auto begun = steady_clock::now();
  server_->stop(milliseconds(5000));
  EXPECT_LT(steady_clock::now() - begun, milliseconds(1000));
  EXPECT_EQ(reading.receive_until("0\r\n\r\n"), "0\r\n\r\n");
  EXPECT_TRUE(reading.ended());
}

TEST_F(StreamTest, ManyComeAndGoWhileTheServerStops) {
  ServerOptions options;
  options.streams_of_caller_max = 1000;
  start(options);
  std::atomic<bool> enough = false;
  std::thread saying([&] {
    while (!enough) {
      events_.say("again");
      std::this_thread::sleep_for(milliseconds(1));
    }
  });
  std::vector<std::thread> clients;
  const int port = server_->port();
  for (int i = 0; i < 8; ++i)
    clients.emplace_back([&, port] {
      while (!enough) {
        Client client(port);
        if (client.ask(listen()).status == 200) (void)client.receive_until("data: again");
      }
    });
  std::this_thread::sleep_for(milliseconds(1000));
  server_->stop(milliseconds(5000));
  enough = true;
  for (std::thread& client : clients) client.join();
  saying.join();
  server_.reset();
  EXPECT_EQ(events_.listening, 0);
}

}  // namespace
}  // namespace ganbo::http
