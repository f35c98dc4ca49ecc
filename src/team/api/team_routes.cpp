#include "team/api/team_routes.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/http/authorize.hpp"
#include "platform/http/request.hpp"
#include "team/api/sign_in_limit.hpp"

namespace ganbo::team {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::string_view browser_cookie_name = "ganbo_browser";
constexpr std::int64_t browser_days_known = 365;

// The text members of a small JSON body. Unknown members are refused, so that a misspelt one is not ignored.
Result<std::map<std::string, std::string>> read_texts(const std::string& body,
                                                      std::initializer_list<std::string_view> known) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(simdjson::padded_string(body)).get(object))
    return invalid("body", "json", "The body must be a JSON object.");
  std::map<std::string, std::string> texts;
  for (const auto [key, value] : object) {
    if (std::find(known.begin(), known.end(), key) == known.end())
      return invalid(std::string(key), "known", "This member is not known here.");
    if (value.is_null()) continue;
    std::string_view text;
    if (value.get(text)) return invalid(std::string(key), "type", "It must be a text.");
    texts.emplace(key, text);
  }
  return texts;
}

Result<void> check_locale(const std::string& locale) {
  if (locale == "vi" || locale == "en") return {};
  return invalid("locale", "choice", "It must be vi or en.");
}

std::string session_json(const User& user, const std::string& csrf_token, const parties::Business& business) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.key("user").begin_object().member("id", user.id.text()).member("name", user.name).member("login", user.login);
  json.member("role", user.role).member("locale", user.locale).end_object();
  json.member("csrf_token", csrf_token);
  json.key("business").begin_object().member("name", business.name).member("time_zone", business.zone.name());
  json.member("currency", business.currency.code()).member("demo", business.demo).end_object();
  json.end_object();
  return out;
}

// The server adds Secure where it is reached over TLS.
std::string cookie(std::string_view name, const std::string& value, std::int64_t seconds_of_life) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", name, value, seconds_of_life);
}

// What a browser shows to be known as one that has signed in as `login`: "nonce.signature". It opens nothing; it only
// keeps strangers' failures from counting against it.
std::string browser_token(const HashKey& key, std::string_view login, std::string_view nonce) {
  const Hash128 signature = keyed_hash(key, fmt::format("browser\x1f{}\x1f{}", login, nonce));
  return fmt::format("{}.{:016x}{:016x}", nonce, signature.high, signature.low);
}
bool is_known_browser(const HashKey& key, std::string_view login, std::string_view token) {
  return equal_in_constant_time(token, browser_token(key, login, token.substr(0, token.find('.'))));
}

Error nobody_signed_in() { return failure(ErrorCode::unauthorized, "This is for people who have signed in."); }

std::int64_t seconds(Duration duration) { return duration.micros / 1'000'000; }

class Sessions {
 public:
  explicit Sessions(TeamService& service) : service_(service) {}

  Result<Response> show(Request& request) {
    const auto directory = service_.directory.now();
    const User* user = directory->user(request.caller.user);
    if (user == nullptr) return nobody_signed_in();
    return http::json(200, session_json(*user, request.caller.csrf_token, *service_.business.now()));
  }

  Result<Response> sign_in(Request& request) {
    auto texts = TRY(read_texts(request.body, {"token", "login", "password"}));
    const std::string secret = random_token(32);
    const std::string csrf_token = random_token(16);
    ChangeTeam::Change change;
    if (!texts["token"].empty()) {  // 192 random bits: not to be guessed, so not counted either
      change = use_link(secret_hash(texts["token"]), secret_hash(secret), csrf_token);
    } else {
      const auto user = TRY(check_password(texts["login"], texts["password"], request));
      change = open_session(user, secret_hash(secret), csrf_token);
    }
    const auto outcome = TRY(service_.writer.submit(std::make_unique<ChangeTeam>(std::move(change))));
    const auto directory = service_.directory.now();
    const User* user = directory->user({outcome.subject_id});
    if (user == nullptr) return failure(ErrorCode::internal, "The user of the session has gone.");
    Response response = http::json(200, session_json(*user, csrf_token, *service_.business.now()));
    response.headers.emplace_back("Set-Cookie", cookie(http::session_cookie_name, secret, seconds(session_life)));
    response.headers.emplace_back(
        "Set-Cookie", cookie(browser_cookie_name, browser_token(service_.hash_key, user->login, random_token(16)),
                             seconds(days(browser_days_known))));
    return response;
  }

  // What people may change about themselves: the language in which the pages greet them.
  Result<Response> change(Request& request) {
    auto texts = TRY(read_texts(request.body, {"locale"}));
    TRY(check_locale(texts["locale"]));
    if (request.caller.user.value == 0) return nobody_signed_in();
    TRY(service_.writer.submit(std::make_unique<ChangeTeam>(set_locale(request.caller.user, texts["locale"]))));
    return show(request);
  }

  Result<Response> sign_out(Request& request) {
    for (const auto& [hash, session] : service_.directory.now()->sessions)
      if (session.user == request.caller.user && equal_in_constant_time(session.csrf_token, request.caller.csrf_token))
        TRY(service_.writer.submit(std::make_unique<ChangeTeam>(close_session(hash))));
    Response response{204, "", "", {}, {}};
    response.headers.emplace_back("Set-Cookie", cookie(http::session_cookie_name, "", 0));
    return response;
  }

 private:
  // Takes the same time whether the login exists or not.
  Result<UserId> check_password(const std::string& login, const std::string& password, const Request& request) {
    const std::string_view shown = http::cookie_of(request, browser_cookie_name);
    const bool known = is_known_browser(service_.hash_key, login, shown);
    const Attempt attempt{login, request.remote_address, known ? std::string(shown) : std::string()};
    if (!limit_.allows(attempt, service_.clock.now()))
      return failure(ErrorCode::overloaded,
                     "Too many attempts to sign in. Wait, or make a link with `ganbo user link` on the server.");
    static const std::string nobody = password_hash("nobody has this password");
    const auto directory = service_.directory.now();
    const auto found = directory->users.find(login);
    const bool usable = found != directory->users.end() && found->second.active && !found->second.password_hash.empty();
    const bool matches = password_matches(usable ? found->second.password_hash : nobody, password);
    if (usable && matches) return found->second.id;
    limit_.failed(attempt, service_.clock.now());
    return failure(ErrorCode::unauthorized, "The login or the password is wrong.");
  }

  TeamService& service_;
  SignInLimit limit_;
};

Result<Response> add_user_route(TeamService& service, Request& request) {
  auto texts = TRY(read_texts(request.body, {"login", "name", "role", "locale"}));
  User user;
  user.login = tidy_text(texts["login"]);
  user.name = tidy_text(texts["name"]).empty() ? user.login : tidy_text(texts["name"]);
  user.role = texts["role"].empty() ? "staff" : texts["role"];
  user.locale = texts["locale"].empty() ? "vi" : texts["locale"];
  if (user.login.empty() || user.login.size() > 100)
    return invalid("login", "required", "A login is 1 to 100 bytes long.");
  if (!scopes_of_role(user.role))
    return invalid("role", "choice", "It must be owner, manager, staff, analyst or read_only.");
  TRY(check_locale(user.locale));
  const auto outcome = TRY(service.writer.submit(std::make_unique<ChangeTeam>(add_user(user))));
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
  if (password.size() < password_bytes_min || password.size() > password_bytes_max)
    return invalid("password", "limit",
                   fmt::format("A password is {} to {} bytes long.", password_bytes_min, password_bytes_max));
  TRY(service.writer.submit(std::make_unique<ChangeTeam>(set_password(request.captures[0], password_hash(password)))));
  return Response{204, "", "", {}, {}};
}

Result<Response> make_link_route(TeamService& service, Request& request) {
  const std::string token = random_token(24);
  TRY(service.writer.submit(std::make_unique<ChangeTeam>(make_link(request.captures[0], secret_hash(token)))));
  std::string out;
  JsonWriter(out).begin_object().member("path", "/signin?token=" + token).end_object();
  return http::json(201, out);
}

// The link itself is shown this once.
Result<Response> make_calendar_link_route(TeamService& service, std::string login) {
  const std::string token = random_token(24);
  TRY(service.writer.submit(std::make_unique<ChangeTeam>(make_calendar_link(std::move(login), secret_hash(token)))));
  std::string out;
  JsonWriter(out).begin_object().member("path", "/calendar.ics?token=" + token).end_object();
  return http::json(201, out);
}

Result<Response> revoke_calendar_link_route(TeamService& service, std::string login) {
  TRY(service.writer.submit(std::make_unique<ChangeTeam>(revoke_calendar_link(std::move(login)))));
  return Response{204, "", "", {}, {}};
}

Result<std::string> own_login(const TeamService& service, const Request& request) {
  const auto directory = service.directory.now();
  const User* user = directory->user(request.caller.user);
  if (user == nullptr) return nobody_signed_in();
  return user->login;
}

Result<Response> create_key_route(TeamService& service, Request& request) {
  auto texts = TRY(read_texts(request.body, {"scope", "source", "origin"}));
  const auto scope = parse_scope(texts["scope"]);
  if (!scope) return invalid("scope", "choice", "It must be events, browser, read, write or admin.");
  const std::string source = tidy_text(texts["source"]).empty() ? "default" : tidy_text(texts["source"]);
  if (source.size() > 100) return invalid("source", "limit", "A source's name is at most 100 bytes long.");
  const std::string key = "gb_" + random_token(24);
  AccessKey made;
  made.key_hash = secret_hash(key);
  made.scopes = static_cast<unsigned>(*scope) | (*scope == Scope::write ? static_cast<unsigned>(Scope::read) : 0U);
  if (*scope == Scope::browser) made.allowed_origins = {texts["origin"].empty() ? "*" : texts["origin"]};
  TRY(service.writer.submit(std::make_unique<ChangeTeam>(create_key(source, std::move(made)))));
  std::string out;
  JsonWriter(out)
      .begin_object()
      .member("key", key)
      .member("scope", texts["scope"])
      .member("source", source)
      .end_object();
  return http::json(201, out);
}

http::Route route(Method method, std::string pattern, http::Auth auth, Scope needs, std::string summary,
                  std::string operation, std::function<Result<Response>(Request&)> handler) {
  http::Route made{.method = method, .pattern = std::move(pattern), .auth = auth, .needs = needs};
  made.handle = http::direct(std::move(handler));
  made.summary = std::move(summary);
  made.openapi_operation = std::move(operation);
  return made;
}

constexpr std::string_view session_answer =
    R"("200":{"description":"The session","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Session"}}}})";

}  // namespace

std::vector<http::Route> team_routes(TeamService& service) {
  const auto sessions = std::make_shared<Sessions>(service);
  std::vector<http::Route> routes;
  routes.push_back(route(Method::get, "/v1/session", http::Auth::bearer, Scope::read, "Who is signed in",
                         fmt::format(R"({{"tags":["session"],"responses":{{{}}}}})", session_answer),
                         [sessions](Request& r) { return sessions->show(r); }));
  routes.push_back(route(
      Method::post, "/v1/session", http::Auth::none, Scope::none,
      "Signs in with a one-time token, or with login and password",
      fmt::format(
          R"({{"tags":["session"],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","properties":{{"token":{{"type":"string"}},"login":{{"type":"string"}},"password":{{"type":"string"}}}}}}}}}}}},"responses":{{{}}}}})",
          session_answer),
      [sessions](Request& r) { return sessions->sign_in(r); }));
  routes.push_back(route(
      Method::patch, "/v1/session", http::Auth::bearer, Scope::read, "Remembers the language of whoever is signed in",
      fmt::format(
          R"({{"tags":["session"],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","required":["locale"],"properties":{{"locale":{{"type":"string","enum":["vi","en"]}}}}}}}}}}}},"responses":{{{}}}}})",
          session_answer),
      [sessions](Request& r) { return sessions->change(r); }));
  routes.push_back(route(Method::del, "/v1/session", http::Auth::bearer, Scope::read, "Signs out",
                         R"({"tags":["session"],"responses":{"204":{"description":"Signed out"}}})",
                         [sessions](Request& r) { return sessions->sign_out(r); }));
  routes.push_back(route(Method::post, "/v1/users", http::Auth::bearer, Scope::admin, "Adds a user",
                         R"({"tags":["team"],"responses":{"201":{"description":"Added"}}})",
                         [&service](Request& r) { return add_user_route(service, r); }));
  routes.push_back(route(Method::put, "/v1/users/{}/password", http::Auth::bearer, Scope::admin,
                         "Sets a user's password",
                         R"({"tags":["team"],"responses":{"204":{"description":"Set; open sessions end"}}})",
                         [&service](Request& r) { return set_password_route(service, r); }));
  routes.push_back(route(Method::post, "/v1/users/{}/link", http::Auth::bearer, Scope::admin,
                         "Makes a one-time link to sign in with",
                         R"({"tags":["team"],"responses":{"201":{"description":"Made"}}})",
                         [&service](Request& r) { return make_link_route(service, r); }));
  constexpr std::string_view link_made =
      R"({"tags":["team"],"responses":{"201":{"description":"Made; the one of before ends","content":{"application/json":{"schema":{"type":"object","required":["path"],"properties":{"path":{"type":"string","description":"Below the address of this server; shown this once"}}}}}}}})";
  constexpr std::string_view link_gone = R"({"tags":["team"],"responses":{"204":{"description":"Taken back"}}})";
  routes.push_back(route(Method::post, "/v1/users/{}/calendar", http::Auth::bearer, Scope::admin,
                         "Makes a secret link to a user's calendar", std::string(link_made),
                         [&service](Request& r) { return make_calendar_link_route(service, r.captures[0]); }));
  routes.push_back(route(Method::del, "/v1/users/{}/calendar", http::Auth::bearer, Scope::admin,
                         "Takes back the link to a user's calendar", std::string(link_gone),
                         [&service](Request& r) { return revoke_calendar_link_route(service, r.captures[0]); }));
  routes.push_back(route(Method::post, "/v1/session/calendar", http::Auth::bearer, Scope::read,
                         "Makes a secret link to one's own calendar", std::string(link_made),
                         [&service](Request& r) -> Result<Response> {
                           return make_calendar_link_route(service, TRY(own_login(service, r)));
                         }));
  routes.push_back(route(Method::del, "/v1/session/calendar", http::Auth::bearer, Scope::read,
                         "Takes back the link to one's own calendar", std::string(link_gone),
                         [&service](Request& r) -> Result<Response> {
                           return revoke_calendar_link_route(service, TRY(own_login(service, r)));
                         }));
  routes.push_back(route(Method::post, "/v1/keys", http::Auth::bearer, Scope::admin, "Makes an access key",
                         R"({"tags":["team"],"responses":{"201":{"description":"Made"}}})",
                         [&service](Request& r) { return create_key_route(service, r); }));
  return routes;
}

}  // namespace ganbo::team
