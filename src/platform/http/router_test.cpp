#include "platform/http/router.hpp"

#include <gtest/gtest.h>

#include "platform/http/request.hpp"

namespace ganbo::http {
namespace {

Route route(Method method, std::string pattern) {
  Route made;
  made.method = method;
  made.pattern = std::move(pattern);
  made.handle = [](Request&, const Reply&) {};
  return made;
}

const Router& router() {
  static const Router made({route(Method::get, "/v1/parties"), route(Method::post, "/v1/parties"),
                            route(Method::get, "/v1/parties/{}"), route(Method::del, "/v1/parties/{}"),
                            route(Method::get, "/v1/parties/search"), route(Method::get, "/v1/parties/by/{}/{}"),
                            route(Method::get, "/v1/parties/{}/timeline"), route(Method::head, "/v1/files/{}"),
                            route(Method::get, "/v1/files/{}"), route(Method::get, "/")});
  return made;
}

Match match(Method method, std::string_view path) { return router().match(method, parse_target(path)->segments); }

std::string answering(Method method, std::string_view path) {
  const Match found = match(method, path);
  std::string text =
      found.route == nullptr ? "-" : std::string(method_word(found.route->method)) + " " + found.route->pattern;
  for (const std::string& capture : found.captures) text += " <" + capture + ">";
  return text;
}

TEST(Router, PrefersLiteralSegmentsToCaptures) {
  struct Case {
    Method method;
    const char* path;
    const char* answers;
  };
  const std::vector<Case> cases{
      {Method::get, "/v1/parties", "GET /v1/parties"},
      {Method::post, "/v1/parties", "POST /v1/parties"},
      {Method::get, "/v1/parties/7", "GET /v1/parties/{} <7>"},
      {Method::get, "/v1/parties/search", "GET /v1/parties/search"},
      {Method::get, "/v1/parties/by/email/an@example.com", "GET /v1/parties/by/{}/{} <email> <an@example.com>"},
      {Method::get, "/v1/parties/by/timeline", "GET /v1/parties/{}/timeline <by>"},
      {Method::get, "/v1/parties/7/timeline", "GET /v1/parties/{}/timeline <7>"},
      {Method::get, "/v1/parties/by/external/crm%2F1", "GET /v1/parties/by/{}/{} <external> <crm/1>"},
      {Method::get, "/v1/%70arties", "GET /v1/parties"},
      {Method::get, "/", "GET /"},
      {Method::get, "/v1/parties/", "-"},
      {Method::get, "/v1//parties", "-"},
      {Method::get, "/v1/parties/7/timeline/8", "-"},
      {Method::get, "/v1", "-"},
  };
  for (const Case& each : cases) EXPECT_EQ(answering(each.method, each.path), each.answers) << each.path;
}

TEST(Router, LooksBehindALiteralThatLacksTheMethod) {
  EXPECT_EQ(answering(Method::del, "/v1/parties/search"), "DELETE /v1/parties/{} <search>");
}

TEST(Router, AnswersHeadFromGetUnlessHeadWasDeclared) {
  EXPECT_EQ(answering(Method::head, "/v1/parties"), "GET /v1/parties");
  EXPECT_EQ(answering(Method::head, "/v1/files/a"), "HEAD /v1/files/{} <a>");
}

TEST(Router, TellsTheAllowedMethodsOfAKnownPathOnly) {
  EXPECT_EQ(match(Method::put, "/v1/parties").allowed, "GET, HEAD, POST");
  EXPECT_EQ(match(Method::put, "/v1/parties/search").allowed, "GET, HEAD, DELETE");
  EXPECT_EQ(match(Method::put, "/v1/nothing").allowed, "");
  EXPECT_EQ(router().match(Method::options, {}).allowed, "");
}

TEST(RouterDeathTest, RefusesTwoRoutesForOnePatternAndMethod) {
  EXPECT_DEATH(Router({route(Method::get, "/a/{}"), route(Method::get, "/a/{}")}), "two routes for GET /a/\\{\\}");
}

}  // namespace
}  // namespace ganbo::http
