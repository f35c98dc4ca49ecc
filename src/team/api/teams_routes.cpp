#include "team/api/teams_routes.hpp"

#include <fmt/format.h>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/api/small_body.hpp"

namespace ganbo::team {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::size_t name_bytes_max = 100;

Result<std::string> read_name(const std::string& said) {
  std::string name = tidy_text(said);
  if (name.empty() || name.size() > name_bytes_max)
    return invalid("name", "limit", fmt::format("A team's name is 1 to {} bytes long.", name_bytes_max));
  return name;
}

void write_team(JsonWriter& json, const Team& team, const Directory& directory) {
  const User* manager = directory.user(team.manager);
  json.begin_object().member("id", team.id.text()).member("name", team.name).key("manager");
  if (manager == nullptr)
    json.null();
  else
    json.text(manager->login);
  json.key("members").begin_array();
  for (const auto& [login, user] : directory.users)
    if (user.team == team.id) json.text(login);
  json.end_array().end_object();
}

Result<Response> list_teams(TeamService& service) {
  const auto directory = service.directory.now();
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& [id, team] : directory->teams) write_team(json, team, *directory);
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

Response shown(TeamService& service, TeamId id, int status) {
  const auto directory = service.directory.now();
  std::string out;
  JsonWriter json(out);
  write_team(json, directory->teams.at(id), *directory);
  return http::json(status, std::move(out));
}

Result<Response> make(TeamService& service, Request& request) {
  auto texts = TRY(read_texts(request.body, {"name", "manager"}));
  const std::string name = TRY(read_name(texts["name"]));
  const auto outcome = TRY(service.change(request, make_team(name, texts["manager"]), AuditAction::user_changed, name));
  return shown(service, {outcome.subject_id}, 201);
}

Result<Response> change(TeamService& service, Request& request) {
  const auto id = TRY(parse_id<TeamId>(request.captures[0], "id"));
  auto texts = TRY(read_texts(request.body, {"name", "manager"}));
  TeamChange said;
  if (texts.contains("name")) said.name = TRY(read_name(texts["name"]));
  if (texts.contains("manager")) said.manager = texts["manager"];
  TRY(service.change(request, change_team(id, std::move(said)), AuditAction::user_changed, id.text()));
  return shown(service, id, 200);
}

Result<Response> dissolve(TeamService& service, Request& request) {
  const auto id = TRY(parse_id<TeamId>(request.captures[0], "id"));
  TRY(service.change(request, dissolve_team(id), AuditAction::user_changed, id.text()));
  return Response{204, "", "", {}, {}};
}

}  // namespace

std::vector<http::Route> teams_routes(TeamService& service) {
  constexpr std::string_view team_schema =
      R"({"type":"object","required":["id","name","manager","members"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"manager":{"type":["string","null"],"description":"The login of who leads it"},"members":{"type":"array","items":{"type":"string","description":"A login"}}}})";
  constexpr std::string_view body =
      R"("requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","properties":{"name":{"type":"string","maxLength":100},"manager":{"type":"string","description":"A login; empty: nobody leads it"}}}}}},)";
  const auto operation = [&](std::string_view takes, std::string_view status, const std::string& schema) {
    const std::string content =
        schema.empty() ? std::string() : fmt::format(R"(,"content":{{"application/json":{{"schema":{}}}}})", schema);
    return fmt::format(R"({{"tags":["team"],{}"responses":{{"{}":{{"description":"OK"{}}}}}}})", takes, status,
                       content);
  };
  const std::string one(team_schema);
  std::vector<http::Route> routes;
  routes.push_back(route(
      Method::get, "/v1/teams", http::Auth::bearer, Scope::admin, "Teams, and who is in them",
      operation("", "200",
                fmt::format(
                    R"({{"type":"object","required":["data"],"properties":{{"data":{{"type":"array","items":{}}}}}}})",
                    team_schema)),
      [&service](Request&) { return list_teams(service); }));
  routes.push_back(route(Method::post, "/v1/teams", http::Auth::bearer, Scope::admin, "Makes a team",
                         operation(body, "201", one), [&service](Request& r) { return make(service, r); }));
  routes.push_back(route(Method::patch, "/v1/teams/{}", http::Auth::bearer, Scope::admin,
                         "Renames a team, or says who leads it", operation(body, "200", one),
                         [&service](Request& r) { return change(service, r); }));
  routes.push_back(route(Method::del, "/v1/teams/{}", http::Auth::bearer, Scope::admin,
                         "Dissolves a team; its users are in none then", operation("", "204", ""),
                         [&service](Request& r) { return dissolve(service, r); }));
  return routes;
}

}  // namespace ganbo::team
