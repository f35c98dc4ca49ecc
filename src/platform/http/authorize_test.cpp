#include "platform/http/authorize.hpp"

#include <gtest/gtest.h>

namespace ganbo::http {
namespace {

class NobodyAsked final : public Accounts {
 public:
  Result<Caller> by_key(std::string_view key) override {
    keys.emplace_back(key);
    if (key == "down") return failure(ErrorCode::unavailable, "The record does not answer.");
    Caller caller;
    caller.scopes = static_cast<unsigned>(Scope::browser);
    return caller;
  }
  Result<Caller> by_session(std::string_view cookie) override {
    keys.emplace_back("session:" + std::string(cookie));
    Caller caller;
    caller.scopes = static_cast<unsigned>(Scope::write);
    caller.by_session = true;  // and no CSRF token at all
    return caller;
  }
  std::vector<std::string> keys;
};

struct Asked {
  int status = 0;  // 0: may
  Caller caller;
  std::vector<std::string> keys;
  bool from_this_machine = false;
};

Asked ask(Auth auth, Scope needs, Method method, std::vector<std::pair<std::string, std::string>> headers,
          Arrival arrival = Arrival::tcp) {
  Route route;
  route.auth = auth;
  route.needs = needs;
  Request request;
  request.method = method;
  request.headers = std::move(headers);
  NobodyAsked accounts;
  const std::optional<Response> refusal = authorize(route, request, arrival, accounts);
  return {refusal ? refusal->status : 0, request.caller, accounts.keys, request.from_this_machine};
}

TEST(Authorize, LetsTheUnixSocketDoEverything) {
  const Asked asked = ask(Auth::bearer, Scope::admin, Method::post, {}, Arrival::unix_socket);
  EXPECT_EQ(asked.status, 0);
  EXPECT_TRUE(asked.caller.may(Scope::admin));
  EXPECT_EQ(asked.caller.name, "socket");
  EXPECT_TRUE(asked.from_this_machine);
  EXPECT_FALSE(ask(Auth::bearer, Scope::admin, Method::post, {{"authorization", "Bearer key"}}).from_this_machine);
}

TEST(Authorize, ReadsKeysFromTheSchemesOfTheRoute) {
  const std::vector<std::pair<const char*, std::vector<std::string>>> by_write_key{
      {"Basic a2V5Og==", {"key"}}, {"basic a2V5Og==", {"key"}}, {"Basic a2V5", {"key"}}, {"Basic a2V5OnBhc3M", {"key"}},
      {"Bearer  key ", {"key"}},   {"Basic !!!", {}},           {"Basic", {}},           {"Digest a2V5Og==", {}},
      {"Basic Og==", {}}};
  for (const auto& [header, keys] : by_write_key) {
    const Asked asked = ask(Auth::write_key, Scope::browser, Method::post, {{"authorization", header}});
    EXPECT_EQ(asked.keys, keys) << header;
    EXPECT_EQ(asked.status, keys.empty() ? 401 : 0) << header;
  }
  EXPECT_EQ(ask(Auth::bearer, Scope::browser, Method::get, {{"authorization", "Basic a2V5Og=="}}).status, 401);
  EXPECT_EQ(ask(Auth::bearer, Scope::browser, Method::get, {{"authorization", "Bearer " + std::string(600, 'k')}})
                .keys.size(),
            0U);
}

TEST(Authorize, TakesAnyOfTheScopesThatARouteNames) {
  const Scope events_or_browser = static_cast<Scope>(Scope::events | Scope::browser);
  EXPECT_EQ(ask(Auth::write_key, events_or_browser, Method::post, {{"authorization", "Bearer k"}}).status, 0);
  EXPECT_EQ(ask(Auth::write_key, Scope::events, Method::post, {{"authorization", "Bearer k"}}).status, 403);
}

TEST(Authorize, PrefersTheAuthorizationHeaderToTheCookie) {
  EXPECT_EQ(
      ask(Auth::bearer, Scope::browser, Method::get, {{"cookie", "ganbo_session=s"}, {"authorization", "Bearer k"}})
          .keys,
      std::vector<std::string>{"k"});
}

TEST(Authorize, FindsTheSessionAmongOtherCookies) {
  EXPECT_EQ(
      ask(Auth::bearer, Scope::write, Method::get, {{"cookie", "xganbo_session=no; a=b;ganbo_session=yes; c"}}).keys,
      std::vector<std::string>{"session:yes"});
}

TEST(Authorize, NeverTakesAnEmptyTokenForAnEmptyToken) {
  EXPECT_EQ(ask(Auth::bearer, Scope::write, Method::post, {{"cookie", "ganbo_session=s"}, {"x-csrf-token", ""}}).status,
            403);
  EXPECT_EQ(ask(Auth::bearer, Scope::write, Method::del, {{"cookie", "ganbo_session=s"}}).status, 403);
  EXPECT_EQ(ask(Auth::bearer, Scope::write, Method::get, {{"cookie", "ganbo_session=s"}}).status, 0);
}

TEST(Authorize, DoesNotCallARecordThatIsDownAWrongKey) {
  EXPECT_EQ(ask(Auth::bearer, Scope::read, Method::get, {{"authorization", "Bearer down"}}).status, 503);
}

TEST(HostIsLoopback, KnowsThisMachineByNameAndNumberOnly) {
  for (const char* host :
       {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:80", "127.9.9.9", "[::1]", "[::1]:8080", "localhost:"})
    EXPECT_TRUE(host_is_loopback(host)) << host;
  for (const char* host :
       {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.evil", "evil:80",
        "127.0.0.1:80:90", "0.0.0.0", "[::2]", "::1", "localhost:99999", "localhost:8x", "10.0.0.1", "[", ":", "[::1"})
    EXPECT_FALSE(host_is_loopback(host)) << host;
}

}  // namespace
}  // namespace ganbo::http
