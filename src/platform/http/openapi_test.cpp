#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "platform/http/http.hpp"

namespace ganbo::http {
namespace {

Route route(Method method, std::string pattern, Auth auth, std::string operation) {
  Route made;
  made.method = method;
  made.pattern = std::move(pattern);
  made.auth = auth;
  made.summary = "A summary";
  made.openapi_operation = std::move(operation);
  return made;
}

nlohmann::json document(const std::vector<Route>& routes, std::string_view schemas = {}) {
  return nlohmann::json::parse(openapi_document(routes, schemas, "1.2.3"));
}

TEST(OpenApi, DescribesTheRoutesThatHaveAnOperation) {
  const auto made = document({route(Method::get, "/v1/parties", Auth::bearer,
                                    R"({"operationId":"listParties","responses":{"200":{"description":"Parties"}}})"),
                              route(Method::get, "/v1/hidden", Auth::bearer, "")},
                             R"("Party":{"type":"object"})");
  EXPECT_EQ(made["openapi"], "3.1.0");
  EXPECT_EQ(made["info"]["version"], "1.2.3");
  ASSERT_EQ(made["paths"].size(), 1U);
  const auto& operation = made["paths"]["/v1/parties"]["get"];
  EXPECT_EQ(operation["operationId"], "listParties");
  EXPECT_EQ(operation["summary"], "A summary");
  EXPECT_EQ(operation["responses"]["200"]["description"], "Parties");
  EXPECT_EQ(operation["responses"]["401"]["$ref"], "#/components/responses/Problem");
  EXPECT_FALSE(operation["responses"].contains("413"));
  EXPECT_TRUE(made["components"]["schemas"].contains("Party"));
  EXPECT_TRUE(made["components"]["schemas"].contains("Problem"));
}

TEST(OpenApi, NamesCapturesAfterTheOperationsPathParametersOrInventsNames) {
  const auto made =
      document({route(Method::get, "/v1/parties/by/{}/{}", Auth::bearer,
                      R"({"parameters":[{"name":"type","in":"path","required":true},{"name":"cursor","in":"query"},)"
                      R"({"name":"value","in":"path","required":true}]})"),
                route(Method::get, "/v1/a/{}/b/{}", Auth::none, "{}")});
  EXPECT_TRUE(made["paths"].contains("/v1/parties/by/{type}/{value}"));
  const auto& invented = made["paths"]["/v1/a/{id}/b/{id2}"]["get"];
  ASSERT_EQ(invented["parameters"].size(), 2U);
  EXPECT_EQ(invented["parameters"][1]["name"], "id2");
  EXPECT_EQ(invented["parameters"][1]["required"], true);
}

TEST(OpenApi, SaysHowEachRouteKnowsItsCaller) {
  const auto made = document({route(Method::get, "/a", Auth::none, "{}"), route(Method::get, "/b", Auth::bearer, "{}"),
                              route(Method::post, "/c", Auth::write_key, "{}")});
  EXPECT_EQ(made["paths"]["/a"]["get"]["security"], nlohmann::json::array());
  EXPECT_EQ(made["paths"]["/b"]["get"]["security"], nlohmann::json::parse(R"([{"key":[]},{"session":[]}])"));
  EXPECT_EQ(made["paths"]["/c"]["post"]["security"], nlohmann::json::parse(R"([{"writeKey":[]},{"key":[]},{}])"));
  EXPECT_TRUE(made["paths"]["/c"]["post"]["responses"].contains("413"));
  for (const char* scheme : {"key", "session", "writeKey"})
    EXPECT_TRUE(made["components"]["securitySchemes"].contains(scheme)) << scheme;
}

TEST(OpenApi, GroupsTheMethodsOfAPath) {
  const auto made =
      document({route(Method::get, "/a/{}", Auth::bearer, "{}"), route(Method::del, "/a/{}", Auth::bearer, "{}")});
  EXPECT_EQ(made["paths"]["/a/{id}"].size(), 2U);
  EXPECT_TRUE(made["paths"]["/a/{id}"].contains("delete"));
}

TEST(OpenApiDeathTest, StopsOnAnOperationThatIsNoJson) {
  EXPECT_DEATH(openapi_document({route(Method::get, "/broken", Auth::bearer, "{")}, "", "1"), "/broken");
}

}  // namespace
}  // namespace ganbo::http
