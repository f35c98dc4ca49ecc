#include "platform/http/pages.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ganbo::http {
namespace {

Pages pages() {
  return Pages({{"/index.html", "text/html; charset=utf-8", "<p>__CSP_NONCE__</p>", {}, {}, false},
                {"/assets/app-12345678.js", "text/javascript", "plain", "gz", "br", true},
                {"/logo.svg", "image/svg+xml", "<svg/>", "gz", {}, false}});
}

Request asking(std::string path, std::vector<std::pair<std::string, std::string>> headers = {}) {
  Request request;
  request.path = std::move(path);
  request.headers = std::move(headers);
  return request;
}

std::string header(const PageAnswer& answer, std::string_view name) {
  for (const auto& [given, value] : answer.response.headers)
    if (given == name) return value;
  return {};
}

TEST(Pages, ServeThePageEverywhereButUnderApiAndAssets) {
  const Pages made = pages();
  for (const char* path : {"/", "/people", "/people/7", "/v1x", "/assetsx", "/logo.svg", "/assets/app-12345678.js"})
    EXPECT_TRUE(made.serves(path)) << path;
  for (const char* path : {"/v1", "/v1/", "/v1/parties", "/assets", "/assets/other.js", "*", ""})
    EXPECT_FALSE(made.serves(path)) << path;
  EXPECT_FALSE(Pages({}).serves("/"));
}

TEST(Pages, ChooseTheEncodingThatTheClientAccepts) {
  const Pages made = pages();
  const std::vector<std::pair<const char*, const char*>> cases{{"", "plain"},
                                                               {"gzip", "gz"},
                                                               {"br", "br"},
                                                               {"gzip, deflate, br", "br"},
                                                               {"br;q=0, gzip;q=0.5", "gz"},
                                                               {"identity", "plain"},
                                                               {"*", "br"},
                                                               {"br;q=0,*", "gz"},
                                                               {"GZIP", "gz"},
                                                               {"gzip;q=0.0", "plain"},
                                                               {"brotli", "plain"},
                                                               {"deflate;q=1", "plain"}};
  for (const auto& [accept, body] : cases) {
    const PageAnswer answer = made.answer(asking("/assets/app-12345678.js", {{"accept-encoding", accept}}));
    EXPECT_EQ(answer.body, body) << accept;
    EXPECT_EQ(header(answer, "Vary"), "Accept-Encoding");
  }
}

TEST(Pages, TagFilesWithoutAHashInTheirNamePerEncoding) {
  const Pages made = pages();
  const std::string plain = header(made.answer(asking("/logo.svg")), "ETag");
  const std::string zipped = header(made.answer(asking("/logo.svg", {{"accept-encoding", "gzip"}})), "ETag");
  EXPECT_NE(plain, zipped);
  EXPECT_EQ(made.answer(asking("/logo.svg", {{"if-none-match", "\"other\", W/" + plain}})).response.status, 304);
  EXPECT_EQ(made.answer(asking("/logo.svg", {{"if-none-match", zipped}})).response.status, 200);
  EXPECT_EQ(header(made.answer(asking("/assets/app-12345678.js")), "ETag"), "");
}

TEST(Pages, GiveEveryPageItsOwnNonce) {
  const Pages made = pages();
  std::set<std::string> bodies;
  for (int i = 0; i < 100; ++i) {
    const PageAnswer answer = made.answer(asking(i % 2 == 0 ? "/" : "/index.html"));
    EXPECT_EQ(answer.response.body.find("__CSP_NONCE__"), std::string::npos);
    bodies.insert(answer.response.body);
  }
  EXPECT_EQ(bodies.size(), 100U);
}

}  // namespace
}  // namespace ganbo::http
