#include "team/api/user_routes.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/api/small_body.hpp"

namespace ganbo::team {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::size_t login_bytes_max = 100;
constexpr std::size_t name_bytes_max = 200;

Result<void> check_role(const std::string& role) {
  if (scopes_of_role(role)) return {};
  return invalid("role", "choice", "It must be " + role_words() + ".");
}

Result<void> check_name(const std::string& name) {
  if (!name.empty() && name.size() <= name_bytes_max) return {};
  return invalid("name", "limit", fmt::format("A name is 1 to {} bytes long.", name_bytes_max));
}

void write_user(JsonWriter& json, const User& user, const Directory& directory, Timestamp now) {
  const auto open = std::count_if(directory.sessions.begin(), directory.sessions.end(), [&](const auto& entry) {
    return entry.second.user == user.id && entry.second.expires_at > now;
  });
  json.begin_object().member("id", user.id.text()).member("login", user.login).member("name", user.name);
  json.member("role", user.role).member("locale", user.locale).member("active", user.active).key("team");
  if (user.team)
    json.text(user.team.text());
  else
    json.null();
  json.member("has_password", !user.password_hash.empty()).member("sessions", static_cast<std::int64_t>(open));
  json.end_object();
}

Result<Response> list_users(TeamService& service) {
  const auto directory = service.directory.now();
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& [login, user] : directory->users) write_user(json, user, *directory, service.clock.now());
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

Result<Response> show_user(TeamService& service, const std::string& login) {
  const auto directory = service.directory.now();
  std::string out;
  JsonWriter json(out);
  write_user(json, directory->users.at(login), *directory, service.clock.now());
  return http::json(200, std::move(out));
}

Result<Response> change_user_route(TeamService& service, Request& request) {
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  if (parser.parse(simdjson::padded_string(request.body)).get(body))
    return invalid("body", "json", "The body must be a JSON object.");
  UserChange change;
  for (const auto [key, value] : body) {
    std::string_view text;
    bool active = false;
    if (key == "active") {
      if (value.get(active)) return invalid("active", "type", "It must be true or false.");
      change.active = active;
    } else if (key == "team" && value.is_null()) {
      change.team = TeamId{};
    } else if (key != "name" && key != "role" && key != "locale" && key != "team") {
      return invalid(std::string(key), "known", "Of a user name, role, locale, team and active can be changed.");
    } else if (value.get(text)) {
      return invalid(std::string(key), "type", "It must be a text.");
    } else if (key == "name") {
      change.name = tidy_text(text);
      TRY(check_name(*change.name));
    } else if (key == "locale") {
      change.locale = std::string(text);
      TRY(check_locale(*change.locale));
    } else if (key == "team") {
      change.team = TRY(parse_id<TeamId>(text, "team"));
    } else {
      change.role = std::string(text);
      TRY(check_role(*change.role));
    }
  }
  const std::string login = request.captures[0];
  TRY(service.change(request, change_user(login, std::move(change)), AuditAction::user_changed, login));
  return show_user(service, login);
}

Result<Response> add_user_route(TeamService& service, Request& request) {
  auto texts = TRY(read_texts(request.body, {"login", "name", "role", "locale"}));
  User user;
  user.login = tidy_text(texts["login"]);
  user.name = tidy_text(texts["name"]).empty() ? user.login : tidy_text(texts["name"]);
  user.role = texts["role"].empty() ? "staff" : texts["role"];
  user.locale = texts["locale"].empty() ? "vi" : texts["locale"];
  if (user.login.empty() || user.login.size() > login_bytes_max)
    return invalid("login", "required", fmt::format("A login is 1 to {} bytes long.", login_bytes_max));
  TRY(check_name(user.name));
  TRY(check_role(user.role));
  TRY(check_locale(user.locale));
  const auto outcome = TRY(service.change(request, add_user(user), AuditAction::user_changed, user.login));
  TRY(service.make_card(user));
  std::string out;
  JsonWriter(out)
      .begin_object()
      .member("id", std::to_string(outcome.subject_id))
      .member("login", user.login)
      .end_object();
  return http::json(201, out);
}

Result<Response> set_password_route(TeamService& service, Request& request) {
  auto texts = TRY(read_texts(request.body, {"password"}));
  const std::string& password = texts["password"];
  TRY(check_new_password(password));
  TRY(service.change(request, set_password(request.captures[0], password_hash(password)), AuditAction::user_changed,
                     request.captures[0]));
  return Response{204, "", "", {}, {}};
}

// An invitation may wait in a mailbox for a week; the link of somebody who is locked out is used at once.
Result<Response> make_link_route(TeamService& service, Request& request) {
  auto texts = TRY(read_texts(request.body.empty() ? "{}" : request.body, {"purpose"}));
  const std::string purpose = texts["purpose"].empty() ? "sign_in" : texts["purpose"];
  if (purpose != "sign_in" && purpose != "invitation")
    return invalid("purpose", "choice", "It must be sign_in or invitation.");
  const Duration life = purpose == "invitation" ? invitation_life : link_life;
  const std::string token = random_token(24);
  TRY(service.change(request, make_link(request.captures[0], secret_hash(token), life), AuditAction::user_changed,
                     request.captures[0]));
  std::string out;
  JsonWriter(out)
      .begin_object()
      .member("path", "/signin?token=" + token)
      .member("expires_at", format_timestamp(service.clock.now() + life))
      .end_object();
  return http::json(201, out);
}

Result<Response> create_key_route(TeamService& service, Request& request) {
  auto texts = TRY(read_texts(request.body, {"scope", "source", "origin", "rights"}));
  const auto scope = parse_scope(texts["scope"]);
  if (!scope) return invalid("scope", "choice", "It must be events, browser, read, write or admin.");
  const std::string source = tidy_text(texts["source"]).empty() ? "default" : tidy_text(texts["source"]);
  if (source.size() > 100) return invalid("source", "limit", "A source's name is at most 100 bytes long.");
  const std::string key = "gb_" + random_token(24);
  AccessKey made;
  made.key_hash = secret_hash(key);
  made.scopes = static_cast<unsigned>(*scope) | (*scope == Scope::write ? static_cast<unsigned>(Scope::read) : 0U);
  if (*scope == Scope::browser) made.allowed_origins = {texts["origin"].empty() ? "*" : texts["origin"]};
  made.rights = rights_of_scopes(made.scopes);
  if (!texts["rights"].empty()) {
    made.rights = TRY(parse_rights(texts["rights"], "rights"));
    if (*scope != Scope::read && *scope != Scope::write)
      return invalid("rights", "scope",
                     "They belong to a key that reads or writes: an admin key has them all, one for "
                     "events has none.");
  }
  const unsigned rights = made.rights;
  const std::string id(made.id());
  TRY(service.change(request, create_key(source, std::move(made)), AuditAction::key_changed, id));
  std::string out;
  JsonWriter(out)
      .begin_object()
      .member("key", key)
      .member("scope", texts["scope"])
      .member("rights", words_of_rights(rights))
      .member("source", source)
      .end_object();
  return http::json(201, out);
}

Result<Response> list_keys(TeamService& service) {
  const auto directory = service.directory.now();
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& [hash, key] : directory->keys) {
    if (key.revoked) continue;
    json.begin_object().member("id", key.id()).member("source", directory->source_name(key.source));
    json.member("scopes", words_of_scopes(key.scopes)).member("rights", words_of_rights(key.rights));
    json.key("origins").begin_array();
    for (const auto& origin : key.allowed_origins) json.text(origin);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

constexpr std::string_view user_schema =
    R"({"type":"object","required":["id","login","name","role","locale","active","team","has_password","sessions"],"properties":{"id":{"type":"string"},"login":{"type":"string"},"name":{"type":"string"},"role":{"type":"string","enum":["owner","manager","staff","door","analyst","read_only"]},"locale":{"type":"string","enum":["vi","en"]},"active":{"type":"boolean","description":"False: may not come in any more"},"team":{"type":["string","null"],"description":"Its id"},"has_password":{"type":"boolean"},"sessions":{"type":"integer","description":"Open ones"}}})";

std::string answers(std::string_view status, std::string_view description, std::string_view schema) {
  return fmt::format(R"("{}":{{"description":"{}","content":{{"application/json":{{"schema":{}}}}}}})", status,
                     description, schema);
}

std::string body_of(std::string_view schema) {
  return fmt::format(R"("requestBody":{{"required":true,"content":{{"application/json":{{"schema":{}}}}}}})", schema);
}

std::string list_of(std::string_view item) {
  return fmt::format(R"({{"type":"object","required":["data"],"properties":{{"data":{{"type":"array","items":{}}}}}}})",
                     item);
}

}  // namespace

std::vector<http::Route> user_routes(TeamService& service) {
  using http::Scope;
  std::vector<http::Route> routes;
  const auto add = [&](Method method, std::string pattern, std::string summary, const std::string& body,
                       const std::string& responses, std::function<Result<Response>(Request&)> handler) {
    routes.push_back(
        route(method, std::move(pattern), http::Auth::bearer, Scope::admin, std::move(summary),
              fmt::format(R"({{"tags":["team"],{}"responses":{{{}}}}})", body.empty() ? body : body + ",", responses),
              std::move(handler)));
  };
  const auto submit = [&service](const Request& request, ChangeTeam::Change change,
                                 AuditAction action) -> Result<Response> {
    TRY(service.change(request, std::move(change), action, request.captures[0]));
    return Response{204, "", "", {}, {}};
  };
  constexpr std::string_view role =
      R"({"type":"string","enum":["owner","manager","staff","door","analyst","read_only"]})";
  add(Method::get, "/v1/users", "Users, by login", "", answers("200", "All of them", list_of(user_schema)),
      [&service](Request&) { return list_users(service); });
  add(Method::post, "/v1/users", "Adds a user",
      body_of(fmt::format(
          R"({{"type":"object","required":["login"],"properties":{{"login":{{"type":"string"}},"name":{{"type":"string"}},"role":{},"locale":{{"type":"string","enum":["vi","en"]}}}}}})",
          role)),
      answers(
          "201", "Added",
          R"({"type":"object","required":["id","login"],"properties":{"id":{"type":"string"},"login":{"type":"string"}}})"),
      [&service](Request& r) { return add_user_route(service, r); });
  add(Method::patch, "/v1/users/{}", "Changes a user, or lets them in no more",
      body_of(fmt::format(
          R"({{"type":"object","properties":{{"name":{{"type":"string"}},"role":{},"locale":{{"type":"string","enum":["vi","en"]}},"active":{{"type":"boolean"}},"team":{{"type":["string","null"],"description":"The id of a team"}}}}}})",
          role)),
      answers("200", "Changed", user_schema), [&service](Request& r) { return change_user_route(service, r); });
  add(Method::del, "/v1/users/{}/sessions", "Signs a user out everywhere", "", R"("204":{"description":"Signed out"})",
      [submit](Request& r) { return submit(r, close_sessions(r.captures[0]), AuditAction::user_changed); });
  add(Method::put, "/v1/users/{}/password", "Sets a user's password", "",
      R"("204":{"description":"Set; open sessions end"})",
      [&service](Request& r) { return set_password_route(service, r); });
  add(Method::post, "/v1/users/{}/link", "Makes a one-time link to sign in with",
      R"("requestBody":{"content":{"application/json":{"schema":{"type":"object","properties":{"purpose":{"type":"string","enum":["sign_in","invitation"],"description":"An invitation may be used for a week, a sign_in for half an hour"}}}}}})",
      answers(
          "201", "Made; shown this once",
          R"({"type":"object","required":["path","expires_at"],"properties":{"path":{"type":"string","description":"Below the address of this server"},"expires_at":{"type":"string","format":"date-time"}}})"),
      [&service](Request& r) { return make_link_route(service, r); });
  add(Method::get, "/v1/keys", "Access keys in force", "",
      answers(
          "200", "All of them",
          list_of(
              R"({"type":"object","required":["id","source","scopes","rights","origins"],"properties":{"id":{"type":"string"},"source":{"type":"string"},"scopes":{"type":"string","description":"Separated by spaces"},"rights":{"type":"string","description":"contact_details, margins, export, separated by spaces; or none"},"origins":{"type":"array","items":{"type":"string"}}}})")),
      [&service](Request&) { return list_keys(service); });
  add(Method::post, "/v1/keys", "Makes an access key",
      body_of(
          R"({"type":"object","required":["scope"],"properties":{"scope":{"type":"string","enum":["events","browser","read","write","admin"]},"source":{"type":"string"},"origin":{"type":"string","description":"Of a browser key: the page that may use it"},"rights":{"type":"string","description":"Of a read or write key: contact_details, margins, export, separated by spaces, or none. Left out: margins and export for read, all for write"}}})"),
      answers(
          "201", "Made; shown this once",
          R"({"type":"object","required":["key","scope","rights","source"],"properties":{"key":{"type":"string"},"scope":{"type":"string"},"rights":{"type":"string"},"source":{"type":"string"}}})"),
      [&service](Request& r) { return create_key_route(service, r); });
  add(Method::del, "/v1/keys/{}", "Takes a key back", "", R"("204":{"description":"Taken back"})",
      [submit](Request& r) { return submit(r, revoke_key(r.captures[0]), AuditAction::key_changed); });
  return routes;
}

}  // namespace ganbo::team
