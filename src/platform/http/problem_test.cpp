#include "platform/http/problem.hpp"

#include <gtest/gtest.h>

namespace ganbo::http {
namespace {

TEST(Problem, NamesTheFieldTheRuleAndTheWayOut) {
  const Response response = problem(invalid("traits.email", "format", "An e-mail address has one @."));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(
      response.body,
      R"({"type":"about:blank","title":"Bad Request","status":400,"detail":"An e-mail address has one @.","code":"invalid",)"
      R"("field":"traits.email","rule":"format"})");
}

TEST(Problem, LeavesOutFieldAndRuleWhenThereAreNone) {
  EXPECT_EQ(problem(failure(ErrorCode::not_found, "No such party.")).body,
            R"({"type":"about:blank","title":"Not Found","status":404,"detail":"No such party.","code":"not_found"})");
}

TEST(Problem, StaysReadableWhateverItQuotes) {
  const Response response = problem(invalid("a\"b", "format", "line\nbreak \x01 and \xFF byte"));
  EXPECT_EQ(response.body.find('\n'), std::string::npos);
  EXPECT_EQ(response.body.find('\x01'), std::string::npos);
  EXPECT_EQ(response.body.find('\xFF'), std::string::npos);
  EXPECT_NE(response.body.find(R"("field":"a\"b")"), std::string::npos);
}

TEST(Problem, TellsOnlyWhoMayHopeToRetry) {
  for (int i = 0; i < 10; ++i) {
    const auto code = static_cast<ErrorCode>(i);
    const Response response = problem(failure(code, "x"));
    EXPECT_EQ(response.status, facts_of(code).http_status);
    const bool passes = code == ErrorCode::overloaded || code == ErrorCode::unavailable;
    EXPECT_EQ(response.headers.size(), passes ? 1U : 0U);
    EXPECT_NE(status_phrase(response.status), "Unknown");
  }
}

TEST(DirectHandler, AnswersWithTheErrorsProblem) {
  Response got;
  Request request;
  direct([](Request&) -> Result<Response> { return failure(ErrorCode::conflict, "It exists."); })(
      request, [&](Response r) { got = std::move(r); });
  EXPECT_EQ(got.status, 409);
  direct([](Request&) -> Result<Response> { return json(201, "{}"); })(request,
                                                                       [&](Response r) { got = std::move(r); });
  EXPECT_EQ(got.status, 201);
}

}  // namespace
}  // namespace ganbo::http
