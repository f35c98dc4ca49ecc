// The OpenAPI 3.1 document, made from the routes that the server really has, so that it cannot describe others.
//
// A concept writes an operation without what the server knows better: security, the names in the path and the refusals
// that every route shares are added here. A route without an operation is not documented.
#include "platform/http/openapi.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/invariant.hpp"
#include "platform/http/authorize.hpp"
#include "platform/http/http.hpp"
#include "platform/http/request.hpp"
#include "platform/http/router.hpp"

namespace ganbo::http {
namespace {

using Json = nlohmann::ordered_json;

// Names for the `{}` of a pattern: those of the operation's own path parameters in order, then id, id2, id3 …
std::vector<std::string> capture_names(const Route& route, Json& operation) {
  std::vector<std::string> names;
  if (operation.contains("parameters"))
    for (const Json& parameter : operation["parameters"])
      if (parameter.value("in", "") == "path") names.push_back(parameter.value("name", ""));
  std::size_t captures = 0;
  for (std::size_t at = route.pattern.find("{}"); at != std::string::npos; at = route.pattern.find("{}", at + 2))
    ++captures;
  INVARIANT(names.size() <= captures, "{} {} describes {} path parameters and has {}", method_word(route.method),
            route.pattern, names.size(), captures);
  while (names.size() < captures) {
    names.push_back(names.empty() ? std::string("id") : "id" + std::to_string(names.size() + 1));
    operation["parameters"].push_back(
        {{"name", names.back()}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  return names;
}

std::string named_path(std::string_view pattern, const std::vector<std::string>& names) {
  std::string path;
  std::size_t next = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.substr(i, 2) != "{}") {
      path += pattern[i];
      continue;
    }
    path += "{" + names[next++] + "}";
    ++i;
  }
  return path;
}

Json security_of(Auth auth) {
  switch (auth) {
    case Auth::none:
      return Json::array();
    case Auth::bearer:
      return Json::array({{{"key", Json::array()}}, {{"session", Json::array()}}});
    case Auth::write_key:
      return Json::array({{{"writeKey", Json::array()}}, {{"key", Json::array()}}, Json::object()});
  }
  return Json::array();
}

void add_shared_refusals(const Route& route, Json& operation) {
  Json& responses = operation["responses"];
  if (responses.is_null()) responses = Json::object();
  const Json refusal = {{"$ref", "#/components/responses/Problem"}};
  std::vector<const char*> statuses;
  if (route.auth != Auth::none) statuses = {"401", "403"};
  if (route.method == Method::post || route.method == Method::put || route.method == Method::patch)
    statuses.insert(statuses.end(), {"400", "413", "429"});
  for (const char* status : statuses)
    if (!responses.contains(status)) responses[status] = refusal;
  if (!responses.contains("default")) responses["default"] = refusal;
}

Json problem_schema() {
  return {{"type", "object"},
          {"description", "Problem details, RFC 9457."},
          {"required", {"type", "title", "status", "detail", "code"}},
          {"properties",
           {{"type", {{"type", "string"}, {"format", "uri-reference"}}},
            {"title", {{"type", "string"}}},
            {"status", {{"type", "integer"}}},
            {"detail", {{"type", "string"}, {"description", "What is wrong, and a way out."}}},
            {"code",
             {{"type", "string"},
              {"enum",
               {"invalid", "not_found", "conflict", "unauthorized", "forbidden", "too_large", "overloaded",
                "unavailable", "cancelled", "internal"}}}},
            {"field", {{"type", "string"}, {"description", "The field it is about."}}},
            {"rule", {{"type", "string"}, {"description", "The rule it breaks."}}}}}};
}

Json security_schemes() {
  return {{"key", {{"type", "http"}, {"scheme", "bearer"}, {"description", "A key made with `ganbo key create`."}}},
          {"session",
           {{"type", "apiKey"},
            {"in", "cookie"},
            {"name", session_cookie_name},
            {"description", "Of a signed-in user. Changing requests also carry X-CSRF-Token."}}},
          {"writeKey",
           {{"type", "http"},
            {"scheme", "basic"},
            {"description", "A write key as user, no password; or `writeKey` in the body."}}}};
}

// Text written by us into the program: when it is no JSON, the program is defective.
Json parsed(std::string_view text, std::string_view where) {
  Json value = Json::parse(text, nullptr, false);
  INVARIANT(value.is_object(), "the OpenAPI text of {} is no JSON object", where);
  return value;
}

}  // namespace

std::string openapi_document(const std::vector<Route>& routes, std::string_view schemas_json,
                             std::string_view version) {
  return openapi_document(routes, schemas_json, {}, version);
}

std::string openapi_document(const std::vector<Route>& routes, std::string_view schemas_json,
                             std::string_view webhooks_json, std::string_view version) {
  Json paths = Json::object();
  for (const Route& route : routes) {
    if (route.openapi_operation.empty()) continue;
    Json operation = parsed(route.openapi_operation, route.pattern);
    if (!operation.contains("summary") && !route.summary.empty()) operation["summary"] = route.summary;
    const std::vector<std::string> names = capture_names(route, operation);
    operation["security"] = security_of(route.auth);
    add_shared_refusals(route, operation);
    paths[named_path(route.pattern, names)][lower_case(method_word(route.method))] = std::move(operation);
  }
  Json schemas = parsed("{" + std::string(schemas_json) + "}", "the schemas");
  if (!schemas.contains("Problem")) schemas["Problem"] = problem_schema();
  Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "ganbo"}, {"version", version}, {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", Json::array({{{"url", "/"}}})},
      {"paths", std::move(paths)}};
  if (!webhooks_json.empty()) document["webhooks"] = parsed("{" + std::string(webhooks_json) + "}", "the webhooks");
  document["components"]["schemas"] = std::move(schemas);
  document["components"]["responses"]["Problem"] = {
      {"description", "The request was refused or failed."},
      {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
  document["components"]["securitySchemes"] = security_schemes();
  return document.dump(2);
}

}  // namespace ganbo::http
