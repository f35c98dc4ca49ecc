#include "team/api/team_routes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <iterator>
#include <nlohmann/json.hpp>

#include "platform/http/request.hpp"
#include "platform/http/router.hpp"
#include "platform/store/testing/temporary_record.hpp"
#include "team/api/user_routes.hpp"
#include "team/store/stored_team.hpp"

namespace ganbo::team {
namespace {

using http::Method;
using http::Response;
using nlohmann::json;
using store::testing::must;

// The routes of team on a record of their own, with one owner in it.
class TeamRoutes : public ::testing::Test {
 protected:
  TeamRoutes() {
    record_ = must(store::open_sqlite({.file = directory_.file("record.sqlite")}));
    must(record_->migrate());
    writer_ = std::make_unique<engine::Writer>(*record_, clock_, [this] {
      auto workspace = std::make_unique<engine::Workspace>();
      workspace->add<TeamPart>(make_stored_team(live_, clock_, {}));
      return workspace;
    });
    must(writer_->start());
    service_ = std::make_unique<TeamService>(TeamService{*writer_, live_, business_, clock_, hash_key_});
    auto routes = team_routes(*service_);
    std::ranges::move(user_routes(*service_), std::back_inserter(routes));
    router_ = std::make_unique<http::Router>(std::move(routes));
    EXPECT_EQ(ask(Method::post, "/v1/users", R"({"login":"owner","role":"owner","locale":"vi"})").status, 201);
  }
  ~TeamRoutes() override { writer_->stop(); }

  // Sends what `request_` holds besides (address, cookies, who is asking).
  Response ask(Method method, const std::string& target, const std::string& body) {
    const auto parsed = must(http::parse_target(target));
    const auto match = router_->match(method, parsed.segments);
    if (match.route == nullptr) throw std::runtime_error("no route " + target);
    http::Request request = request_;
    request.method = method;
    request.body = body;
    request.query = parsed.query;
    request.captures = match.captures;
    std::promise<Response> answered;
    match.route->handle(request, [&answered](Response response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  }
  // The session as the next request's caller.
  void come_in_by_link() {
    const auto link = json::parse(ask(Method::post, "/v1/users/owner/link", "").body).value("path", "");
    const auto token = link.substr(link.find("token=") + 6);
    const auto session = ask(Method::post, "/v1/session", json{{"token", token}}.dump());
    ASSERT_EQ(session.status, 200) << session.body;
    const std::string cookie = session.headers.at(0).second;
    request_.caller = must(live_.by_session(cookie.substr(14, cookie.find(';') - 14)));
  }

  store::testing::TemporaryDirectory directory_;
  ManualClock clock_{Timestamp{1'780'000'000'000'000}};
  HashKey hash_key_{1, 2, 3};
  parties::LiveBusiness business_;
  LiveDirectory live_{clock_};
  std::unique_ptr<store::Record> record_;
  std::unique_ptr<engine::Writer> writer_;
  std::unique_ptr<TeamService> service_;
  std::unique_ptr<http::Router> router_;
  http::Request request_;
};

TEST_F(TeamRoutes, RememberTheLanguageOfWhoeverIsSignedIn) {
  come_in_by_link();
  const auto changed = ask(Method::patch, "/v1/session", R"({"locale":"en"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(json::parse(changed.body)["user"]["locale"], "en");
  EXPECT_EQ(json::parse(ask(Method::get, "/v1/session", "").body)["user"]["locale"], "en");
  const auto reader = must(record_->connect_reader());
  EXPECT_EQ(must(load_directory(*reader)).users.at("owner").locale, "en");
}

TEST_F(TeamRoutes, RefuseALanguageThatThePagesDoNotSpeak) {
  come_in_by_link();
  for (const auto* body : {R"({"locale":"fr"})", R"({"locale":""})", "{}"}) {
    const auto refused = ask(Method::patch, "/v1/session", body);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_EQ(json::parse(refused.body).value("field", ""), "locale") << body;
    EXPECT_EQ(json::parse(refused.body).value("rule", ""), "choice") << body;
  }
  EXPECT_EQ(json::parse(ask(Method::get, "/v1/session", "").body)["user"]["locale"], "vi");
}

TEST_F(TeamRoutes, AStrangerWhoFailsOnPurposeDoesNotKeepTheOwnerOut) {
  ASSERT_EQ(ask(Method::put, "/v1/users/owner/password", R"({"password":"cà phê sữa đá"})").status, 204);
  const std::string right = R"({"login":"owner","password":"cà phê sữa đá"})";
  const std::string wrong = R"({"login":"owner","password":"wrong"})";
  request_.remote_address = "127.0.0.1";  // as behind a proxy
  const auto first = ask(Method::post, "/v1/session", right);
  ASSERT_EQ(first.status, 200) << first.body;
  const std::string browser = first.headers.at(1).second;
  for (int n = 0; n < 10; ++n) EXPECT_EQ(ask(Method::post, "/v1/session", wrong).status, 401);
  EXPECT_EQ(ask(Method::post, "/v1/session", right).status, 429);
  request_.headers = {{"cookie", browser.substr(0, browser.find(';'))}};
  EXPECT_EQ(ask(Method::post, "/v1/session", right).status, 200);
  request_.headers = {{"cookie", "ganbo_browser=made.up"}};
  EXPECT_EQ(ask(Method::post, "/v1/session", right).status, 429);
  // A link is asked for by who can be trusted, and is not guessed.
  request_.headers.clear();
  come_in_by_link();
}

TEST_F(TeamRoutes, UsersAreListedChangedAndLetInNoMore) {
  ASSERT_EQ(ask(Method::post, "/v1/users", R"({"login":"lan","name":"Nguyễn Lan","role":"staff"})").status, 201);
  const auto changed = ask(Method::patch, "/v1/users/lan", R"({"name":"Lê Lan","role":"manager"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  const auto lan = json::parse(ask(Method::get, "/v1/users", "").body).at("data").at(0);
  EXPECT_EQ(lan.at("name"), "Lê Lan");
  EXPECT_EQ(lan.at("role"), "manager");
  EXPECT_EQ(lan.at("active"), true);
  const auto link = json::parse(ask(Method::post, "/v1/users/lan/link", R"({"purpose":"invitation"})").body);
  EXPECT_EQ(link.at("expires_at"), format_timestamp(clock_.now() + invitation_life));
  ASSERT_EQ(ask(Method::patch, "/v1/users/lan", R"({"active":false})").status, 200);
  const std::string token = link.value("path", "").substr(14);
  EXPECT_EQ(ask(Method::post, "/v1/session", json{{"token", token}}.dump()).status, 401) << "the invitation has ended";
  EXPECT_EQ(ask(Method::post, "/v1/users/lan/link", "").status, 409);
  ASSERT_EQ(ask(Method::patch, "/v1/users/lan", R"({"active":true})").status, 200);
  EXPECT_EQ(ask(Method::patch, "/v1/users/lan", R"({"locale":"fr"})").status, 400);
  const auto english = ask(Method::patch, "/v1/users/lan", R"({"locale":"en"})");
  ASSERT_EQ(english.status, 200);
  EXPECT_EQ(json::parse(english.body).at("locale"), "en");
  EXPECT_EQ(ask(Method::post, "/v1/users/lan/link", "").status, 201);
  const auto reader = must(record_->connect_reader());
  EXPECT_EQ(must(load_directory(*reader)).users.at("lan").role, "manager");
}

TEST_F(TeamRoutes, AnOwnerIsLeftWhoMayComeIn) {
  for (const auto* change : {R"({"role":"staff"})", R"({"active":false})"}) {
    const auto refused = ask(Method::patch, "/v1/users/owner", change);
    EXPECT_EQ(refused.status, 409) << change;
    EXPECT_EQ(json::parse(refused.body).value("rule", ""), "owner") << change;
  }
  ASSERT_EQ(ask(Method::post, "/v1/users", R"({"login":"hai","role":"owner"})").status, 201);
  EXPECT_EQ(ask(Method::patch, "/v1/users/owner", R"({"role":"staff"})").status, 200);
  EXPECT_EQ(ask(Method::patch, "/v1/users/hai", R"({"active":false})").status, 409);
}

TEST_F(TeamRoutes, RefuseWhatIsWrongOfAUserByName) {
  const std::vector<std::tuple<std::string, std::string, std::string>> wrong{
      {R"({"role":"king"})", "role", "choice"}, {R"({"active":1})", "active", "type"},
      {R"({"name":"  "})", "name", "limit"},    {R"({"login":"x"})", "login", "known"},
      {R"({"name":null})", "name", "type"},     {"[]", "body", "json"},
  };
  for (const auto& [body, field, rule] : wrong) {
    const auto refused = ask(Method::patch, "/v1/users/owner", body);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_EQ(json::parse(refused.body).value("field", ""), field) << body;
    EXPECT_EQ(json::parse(refused.body).value("rule", ""), rule) << body;
  }
  EXPECT_EQ(ask(Method::patch, "/v1/users/nobody", R"({"name":"x"})").status, 404);
}

TEST_F(TeamRoutes, APasswordOfOnesOwnAsksForThePresentOneAndEndsOtherSessions) {
  come_in_by_link();
  const auto first = request_.caller;
  EXPECT_EQ(ask(Method::put, "/v1/session/password", R"({"password":"ngắn"})").status, 400);
  ASSERT_EQ(ask(Method::put, "/v1/session/password", R"({"password":"cà phê sữa đá"})").status, 200);
  come_in_by_link();
  EXPECT_NE(request_.caller.csrf_token, first.csrf_token);
  const auto refused = ask(Method::put, "/v1/session/password", R"({"password":"bạc xỉu ít đường","current":"sai"})");
  EXPECT_EQ(json::parse(refused.body).value("field", ""), "current");
  ASSERT_EQ(
      ask(Method::put, "/v1/session/password", R"({"password":"bạc xỉu ít đường","current":"cà phê sữa đá"})").status,
      200);
  EXPECT_EQ(live_.now()->sessions.size(), 1U);
  EXPECT_EQ(ask(Method::post, "/v1/session", R"({"login":"owner","password":"bạc xỉu ít đường"})").status, 200);
}

TEST_F(TeamRoutes, SomebodyIsSignedOutEverywhere) {
  come_in_by_link();
  come_in_by_link();
  EXPECT_EQ(live_.now()->sessions.size(), 2U);
  ASSERT_EQ(ask(Method::del, "/v1/users/owner/sessions", "").status, 204);
  EXPECT_TRUE(live_.now()->sessions.empty());
  come_in_by_link();
  come_in_by_link();
  ASSERT_EQ(ask(Method::del, "/v1/session?everywhere=true", "").status, 204);
  EXPECT_TRUE(live_.now()->sessions.empty());
}

TEST_F(TeamRoutes, AKeyIsListedWithoutItselfAndTakenBack) {
  const auto made = json::parse(ask(Method::post, "/v1/keys", R"({"scope":"write","source":"till"})").body);
  const auto listed = json::parse(ask(Method::get, "/v1/keys", "").body).at("data");
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed.at(0).at("source"), "till");
  EXPECT_EQ(listed.at(0).at("scopes"), "read write");
  EXPECT_EQ(listed.dump().find(made.value("key", "")), std::string::npos);
  const std::string path = "/v1/keys/" + listed.at(0).value("id", "");
  EXPECT_TRUE(live_.by_key(made.value("key", "")).ok());
  ASSERT_EQ(ask(Method::del, path, "").status, 204);
  EXPECT_FALSE(live_.by_key(made.value("key", "")).ok());
  EXPECT_EQ(ask(Method::del, path, "").status, 404);
  EXPECT_TRUE(json::parse(ask(Method::get, "/v1/keys", "").body).at("data").empty());
}

TEST_F(TeamRoutes, AKeyHasNoLanguageToRemember) {
  EXPECT_EQ(ask(Method::patch, "/v1/session", R"({"locale":"en"})").status, 401);
}

}  // namespace
}  // namespace ganbo::team
