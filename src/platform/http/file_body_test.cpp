#include "platform/http/file_body.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "platform/http/http.hpp"
#include "platform/http/testing/server_fixture.hpp"

namespace ganbo::http {
namespace {

using namespace testing;
namespace fs = std::filesystem;

constexpr std::string_view session = "Cookie: ganbo_session=s3ss10n\r\n";

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "ganbo-files-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary directory can be made at " + name);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Larger than what the kernel takes at once, and no two pieces of it alike.
std::string large() {
  std::string text;
  for (int line = 0; text.size() < 9'000'000; ++line) text += "line " + std::to_string(line) + "\n";
  return text;
}

class FileBodyTest : public ServerTest {
 protected:
  std::vector<Route> more_routes() override {
    std::vector<Route> all;
    all.push_back(route(Method::get, "/v1/file", Auth::bearer, Scope::read, [this](Request&) -> Result<Response> {
      Response response;
      response.content_type = "application/octet-stream";
      response.file = TRY(FileBody::open(file()));
      if (removes_) fs::remove(file());
      if (shortens_) fs::resize_file(file(), 1'000);
      return response;
    }));
    return all;
  }
  std::string file() const { return (directory_.path() / "record").string(); }
  void put(const std::string& text) const { std::ofstream(file(), std::ios::binary) << text; }
  static std::string asked(std::string_view method = "GET") {
    return request(std::string(method) + " /v1/file", session);
  }

  Folder directory_;
  bool removes_ = false;
  bool shortens_ = false;
};

TEST_F(FileBodyTest, IsSentWholeAndTheConnectionGoesOn) {
  const std::string text = large();
  put(text);
  start();
  Client client(server_->port());
  for (int i = 0; i < 2; ++i) {
    const auto got = client.ask(asked());
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.header("Content-Length"), std::to_string(text.size()));
    EXPECT_TRUE(got.body == text);
  }
  EXPECT_EQ(client.ask(request("GET /v1/hello", session)).status, 200);
}

TEST_F(FileBodyTest, IsSentWholeAlsoWhenItsNameGoesMeanwhile) {
  const std::string text = large();
  put(text);
  removes_ = true;
  start();
  Client client(server_->port());
  EXPECT_TRUE(client.ask(asked()).body == text);
  EXPECT_EQ(client.ask(asked()).status, 404);
}

TEST_F(FileBodyTest, EmptyIsAnAnswerToo) {
  put("");
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(asked()).header("Content-Length"), "0");
  EXPECT_EQ(client.ask(asked()).status, 200);
}

// Its length was said already: the connection ends, so that nobody takes a part for the whole.
TEST_F(FileBodyTest, ThatBecomesShorterEndsTheConnection) {
  put(large());
  shortens_ = true;
  start();
  Client client(server_->port());
  client.send(asked());
  EXPECT_LT(client.receive().body.size(), std::size_t{9'000'000});
}

TEST(FileBody, OpensFilesOnly) {
  const Folder directory;
  const fs::path file = directory.path() / "file";
  std::ofstream(file) << "12345";
  fs::create_symlink(file, directory.path() / "link");
  EXPECT_EQ(FileBody::open((directory.path() / "none").string()).error().code, ErrorCode::not_found);
  EXPECT_EQ(FileBody::open(directory.path().string()).error().code, ErrorCode::not_found);
  EXPECT_FALSE(FileBody::open((directory.path() / "link").string()).ok());
  const auto opened = FileBody::open(file.string());
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ((*opened)->bytes(), 5);
  EXPECT_EQ((*opened)->read(0, 100), "12345");
  EXPECT_EQ((*opened)->read(3, 1), "4");
  EXPECT_EQ((*opened)->read(5, 100), "");
  EXPECT_EQ((*opened)->read(9, 100), "");
}

}  // namespace
}  // namespace ganbo::http
