#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/http/http.hpp"
#include "platform/http/listener.hpp"

namespace ganbo::http {
namespace {

using std::chrono::milliseconds;

class NoAccounts final : public Accounts {
 public:
  Result<Caller> by_key(std::string_view) override { return failure(ErrorCode::unauthorized, "No key is known."); }
  Result<Caller> by_session(std::string_view) override {
    return failure(ErrorCode::unauthorized, "No session is known.");
  }
};

class SocketTest : public ::testing::Test {
 protected:
  SocketTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ganbo-socket-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~SocketTest() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  static std::vector<Route> routes() {
    Route echo;
    echo.method = Method::post;
    echo.pattern = "/v1/echo";
    echo.needs = Scope::admin;
    echo.body_bytes_max = 20'000'000;
    echo.handle = direct(
        [](Request& request) -> Result<Response> { return json(201, request.caller.name + ":" + request.body); });
    Route slow;
    slow.method = Method::get;
    slow.pattern = "/v1/slow";
    slow.handle = direct([](Request&) -> Result<Response> {
      std::this_thread::sleep_for(milliseconds(400));
      return json(200, "late");
    });
    return {echo, slow};
  }

  std::unique_ptr<Server> make(const std::string& path) {
    ServerOptions options;
    options.port = 0;
    options.unix_socket = path;
    return make_server(options, routes(), {}, accounts_);
  }
  void start(const std::string& path) {
    server_ = make(path);
    const Result<void> started = server_->start();
    ASSERT_TRUE(started.ok()) << started.error().message;
  }

  std::filesystem::path folder_;
  NoAccounts accounts_;
  std::unique_ptr<Server> server_;
};

TEST_F(SocketTest, CarriesARequestOfAnAdministratorAndItsAnswer) {
  const std::string path = folder_ / "ganbo.sock";
  start(path);
  struct stat found{};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  const Result<Response> answer = request_over_socket(path, Method::post, "/v1/echo", "{\"a\":1}", milliseconds(5000));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->content_type, "application/json");
  EXPECT_EQ(answer->body, "socket:{\"a\":1}");
  EXPECT_EQ(request_over_socket(path, Method::get, "/v1/nothing", "", milliseconds(5000))->status, 404);
  EXPECT_EQ(request_over_socket(path, Method::head, "/v1/nothing", "", milliseconds(5000))->status, 404);
}

TEST_F(SocketTest, CarriesLargeBodiesBothWays) {
  start(folder_ / "ganbo.sock");
  const std::string body(10'000'000, 'x');
  const Result<Response> answer =
      request_over_socket(folder_ / "ganbo.sock", Method::post, "/v1/echo", body, milliseconds(20000));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->body.size(), body.size() + 7);
  const Result<Response> refused = request_over_socket(folder_ / "ganbo.sock", Method::post, "/v1/echo",
                                                       std::string(20'000'001, 'x'), milliseconds(20000));
  ASSERT_TRUE(refused.ok()) << refused.error().message;
  EXPECT_EQ(refused->status, 413);
}

TEST_F(SocketTest, WorksWherePathsAreLongerThanAnAddressHolds) {
  const std::filesystem::path deep = folder_ / std::string(100, 'd') / std::string(100, 'e');
  std::filesystem::create_directories(deep);
  start(deep / "ganbo.sock");
  EXPECT_EQ(request_over_socket(deep / "ganbo.sock", Method::post, "/v1/echo", "x", milliseconds(5000))->body,
            "socket:x");
}

TEST_F(SocketTest, IsUnavailableWhenNobodyListens) {
  EXPECT_EQ(request_over_socket(folder_ / "ganbo.sock", Method::get, "/", "", milliseconds(1000)).error().code,
            ErrorCode::unavailable);
}

TEST_F(SocketTest, IsUnavailableWhenTheAnswerDoesNotComeInTime) {
  start(folder_ / "ganbo.sock");
  const Result<Response> answer =
      request_over_socket(folder_ / "ganbo.sock", Method::get, "/v1/slow", "", milliseconds(50));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
}

TEST_F(SocketTest, ReplacesAStaleSocketButNotALivingOneNorAFile) {
  const std::string path = folder_ / "ganbo.sock";
  {
    const Result<Listener> left_behind = listen_unix(path);  // as a killed server leaves it
    ASSERT_TRUE(left_behind.ok());
    ::close(left_behind->descriptor);
    ASSERT_TRUE(std::filesystem::exists(path));
  }
  start(path);
  const std::unique_ptr<Server> second = make(path);
  const Result<void> refused = second->start();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_NE(refused.error().message.find("nother ganbo serves this directory"), std::string::npos);
  EXPECT_EQ(request_over_socket(path, Method::post, "/v1/echo", "x", milliseconds(5000))->status, 201)
      << "the first one goes on serving";

  std::ofstream(folder_ / "file") << "precious";
  EXPECT_EQ(listen_unix(folder_ / "file").error().code, ErrorCode::conflict);
  EXPECT_EQ(std::filesystem::file_size(folder_ / "file"), 8U);
}

TEST_F(SocketTest, IsRemovedWhenTheServerStops) {
  start(folder_ / "ganbo.sock");
  server_->stop(milliseconds(100));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "ganbo.sock"));
}

}  // namespace
}  // namespace ganbo::http
