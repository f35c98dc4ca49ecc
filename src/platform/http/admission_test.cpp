#include "platform/http/testing/server_fixture.hpp"

namespace ganbo::http {
namespace {

using namespace testing;

class AdmissionTest : public ServerTest {};

TEST_F(AdmissionTest, RefusesInTheOrderUnknownRouteThenKeyThenScopeThenBody) {
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

TEST_F(AdmissionTest, ChallengesWithTheSchemeThatTheRouteTakes) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("GET /v1/parties/1")).header("WWW-Authenticate"), "Bearer realm=\"ganbo\"");
  EXPECT_TRUE(client.ask(request("POST /v1/track", "Authorization: Basic d3Jvbmc6\r\n"))
                  .header("WWW-Authenticate")
                  .starts_with("Basic "));
}

TEST_F(AdmissionTest, TakesAWriteKeyAsBasicUserAndLeavesAKeyInTheBodyToTheHandler) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(request("POST /v1/track", "Authorization: Basic c2VuZGVyOg==\r\n", "{}")).body, "sender");
  EXPECT_EQ(client.ask(request("POST /v1/track", "", "{}")).body, "key in body");
  EXPECT_EQ(client.ask(request("POST /v1/track", "Authorization: Basic cmVhZGVyOg==\r\n", "{}")).status, 403);
}

TEST_F(AdmissionTest, WantsTheCsrfTokenForChangesBySessionOnly) {
  start();
  Client client(server_->port());
  const std::string cookie = "Cookie: theme=dark; ganbo_session=s3ss10n\r\n";
  EXPECT_EQ(client.ask(request("GET /v1/parties/1", cookie)).status, 200);
  EXPECT_EQ(client.ask(request("POST /v1/parties", cookie, "{}")).status, 403);
  EXPECT_EQ(client.ask(request("POST /v1/parties", cookie + "X-CSRF-Token: other\r\n", "{}")).status, 403);
  EXPECT_EQ(client.ask(request("POST /v1/parties", cookie + "X-CSRF-Token: t0k3n\r\n", "{}")).body, "an");
}

TEST_F(AdmissionTest, Names405AndTheAllowedMethods) {
  start();
  Client client(server_->port());
  const auto got = client.ask(request("DELETE /v1/parties/7"));
  EXPECT_EQ(got.status, 405);
  EXPECT_EQ(got.header("Allow"), "GET, HEAD");
  EXPECT_EQ(client.ask(request("BREW /v1/parties/7")).status, 405);
}

TEST_F(AdmissionTest, AnswersHeadFromTheGetRouteWithoutABody) {
  start();
  Client client(server_->port());
  const auto got = client.ask(request("HEAD /v1/hello"), false);
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.header("Content-Length"), "7");
  EXPECT_EQ(client.ask(request("GET /v1/hello")).body, "\"hello\"");
}

TEST_F(AdmissionTest, LetsAPreflightRouteDecideOnCors) {
  start();
  Client client(server_->port());
  const auto got = client.ask(request("OPTIONS /v1/track", "Origin: https://shop.example\r\n"));
  EXPECT_EQ(got.status, 204);
  EXPECT_EQ(got.header("Access-Control-Allow-Origin"), "https://shop.example");
  EXPECT_EQ(got.header("Content-Length"), "");
}

TEST_F(AdmissionTest, RefusesForeignHostNamesOnALoopbackAddress) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
  EXPECT_EQ(client.ask("GET http://evil.example/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 421);
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n").status, 200);
  EXPECT_EQ(client.ask("GET http://localhost:1/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\n\r\n").status, 400);
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n").status, 400);
}

TEST_F(AdmissionTest, AnswersAnyHostNameElsewhere) {
  ServerOptions options;
  options.address = "0.0.0.0";
  start(options);
  Client client(server_->port());
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: crm.example\r\n\r\n").status, 200);
}

TEST_F(AdmissionTest, LetsInTheNameUnderWhichAProxyPassesRequestsOn) {
  ServerOptions options;
  options.public_host = "crm.example";
  start(options);
  Client client(server_->port());
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: CRM.example\r\n\r\n").status, 200);
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
  EXPECT_EQ(client.ask("GET /v1/hello HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
}

}  // namespace
}  // namespace ganbo::http
