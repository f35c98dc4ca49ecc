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
#include "team/api/small_body.hpp"

namespace ganbo::team {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::string_view browser_cookie_name = "ganbo_browser";
constexpr std::int64_t browser_days_known = 365;

std::string session_json(const User& user, const std::string& csrf_token, const parties::Business& business,
                         const SaidRights& said) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.key("user").begin_object().member("id", user.id.text()).member("name", user.name).member("login", user.login);
  json.member("role", user.role).member("locale", user.locale).end_object();
  json.key("rights").begin_array();
  for (const auto right : list_of_rights(rights_of_role(user.role, said))) json.text(right);
  json.end_array().member("csrf_token", csrf_token);
  json.key("business").begin_object().member("name", business.name).member("time_zone", business.zone.name());
  json.member("currency", business.currency.code()).member("demo", business.demo).key("words").begin_array();
  for (const auto family : {parties::WordFamily::role, parties::WordFamily::key_date_kind})
    for (const auto& [key, word] : business.words.of(family))
      if (word.is_added()) {
        json.begin_object().member("family", word_of(family)).member("key", key).key("label").begin_object();
        json.member("en", word.label.en).member("vi", word.label.vi).end_object();
        json.member("retired", word.retired).end_object();
      }
  json.end_array().end_object().end_object();
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

// The session that a browser asks for; whose it is, and until when, is said by the change that opens it.
Session session_for(const Request& request, const std::string& secret, const std::string& csrf_token) {
  constexpr std::size_t agent_bytes_max = 200;
  Session session;
  session.session_hash = secret_hash(secret);
  session.csrf_token = csrf_token;
  session.address = request.from_this_machine ? std::string() : request.remote_address;
  const std::string_view agent = request.header("user-agent");
  if (is_valid_utf8(agent)) session.agent = tidy_text(first_bytes(agent, agent_bytes_max));
  return session;
}

class Sessions {
 public:
  explicit Sessions(TeamService& service) : service_(service) {}

  Result<Response> show(Request& request) {
    const auto directory = service_.directory.now();
    const User* user = directory->user(request.caller.user);
    if (user == nullptr) return nobody_signed_in();
    return http::json(200, session_json(*user, request.caller.csrf_token, *service_.business.now(),
                                        service_.directory.said_rights()));
  }

  Result<Response> sign_in(Request& request) {
    auto texts = TRY(read_texts(request.body, {"token", "login", "password"}));
    const std::string secret = random_token(32);
    const std::string csrf_token = random_token(16);
    ChangeTeam::Change change;
    if (!texts["token"].empty()) {  // 192 random bits: not to be guessed, so not counted either
      change = use_link(secret_hash(texts["token"]), session_for(request, secret, csrf_token));
    } else {
      const auto user = TRY(check_password(texts["login"], texts["password"], request));
      change = open_session(user, session_for(request, secret, csrf_token));
    }
    const auto outcome = TRY(service_.change(request, std::move(change), AuditAction::signed_in));
    const auto directory = service_.directory.now();
    const User* user = directory->user({outcome.subject_id});
    if (user == nullptr) return failure(ErrorCode::internal, "The user of the session has gone.");
    Response response =
        http::json(200, session_json(*user, csrf_token, *service_.business.now(), service_.directory.said_rights()));
    response.headers.emplace_back("Set-Cookie", cookie(http::session_cookie_name, secret, seconds(session_life)));
    response.headers.emplace_back(
        "Set-Cookie", cookie(browser_cookie_name, browser_token(service_.hash_key, user->login, random_token(16)),
                             seconds(days(browser_days_known))));
    return response;
  }

  // What people may change about themselves: the language in which the pages greet them.
  Result<Response> change(Request& request) {
    if (request.caller.user.value == 0) return nobody_signed_in();
    auto texts = TRY(read_texts(request.body, {"locale"}));
    TRY(check_locale(texts["locale"]));
    TRY(service_.writer.submit(std::make_unique<ChangeTeam>(set_locale(request.caller.user, texts["locale"]))));
    return show(request);
  }

  // One's own: whoever has one shows it, as at a wrong browser that was left open. All other sessions end.
  Result<Response> change_password(Request& request) {
    const auto directory = service_.directory.now();
    const User* user = directory->user(request.caller.user);
    if (user == nullptr) return nobody_signed_in();
    auto texts = TRY(read_texts(request.body, {"password", "current"}));
    TRY(check_new_password(texts["password"]));
    if (!user->password_hash.empty()) {
      const Attempt attempt{user->login, request.remote_address, {}};
      if (!limit_.allows(attempt, service_.clock.now()))
        return failure(ErrorCode::overloaded, "Too many attempts. Wait, or ask an owner for a link.");
      if (!password_matches(user->password_hash, texts["current"])) {
        limit_.failed(attempt, service_.clock.now());
        return invalid("current", "matches", "This is not your present password.");
      }
    }
    const std::string secret = random_token(32);
    const std::string csrf_token = random_token(16);
    TRY(service_.change(request, set_password(user->login, password_hash(texts["password"])), AuditAction::user_changed,
                        user->login));
    TRY(service_.writer.submit(
        std::make_unique<ChangeTeam>(open_session(user->id, session_for(request, secret, csrf_token)))));
    Response response =
        http::json(200, session_json(*user, csrf_token, *service_.business.now(), service_.directory.said_rights()));
    response.headers.emplace_back("Set-Cookie", cookie(http::session_cookie_name, secret, seconds(session_life)));
    return response;
  }

  Result<Response> sign_out(Request& request) {
    const auto directory = service_.directory.now();
    const User* user = directory->user(request.caller.user);
    if (user == nullptr) return nobody_signed_in();
    if (request.param("everywhere") == "true") {
      TRY(service_.change(request, close_sessions(user->login), AuditAction::signed_out, "everywhere"));
    }
    for (const auto& [hash, session] : service_.directory.now()->sessions)
      if (session.user == request.caller.user && equal_in_constant_time(session.csrf_token, request.caller.csrf_token))
        TRY(service_.change(request, close_session(hash), AuditAction::signed_out));
    Response response{204, "", "", {}, {}};
    response.headers.emplace_back("Set-Cookie", cookie(http::session_cookie_name, "", 0));
    return response;
  }

  // One's own, that of the asking browser first.
  Result<Response> list(Request& request) {
    const auto directory = service_.directory.now();
    const User* user = directory->user(request.caller.user);
    if (user == nullptr) return nobody_signed_in();
    std::vector<const Session*> open;
    for (const auto& [hash, session] : directory->sessions)
      if (session.user == user->id && session.expires_at > service_.clock.now()) open.push_back(&session);
    const auto is_current = [&](const Session& session) {
      return equal_in_constant_time(session.csrf_token, request.caller.csrf_token);
    };
    std::sort(open.begin(), open.end(), [&](const Session* a, const Session* b) {
      return std::pair(!is_current(*a), -a->opened_at.micros) < std::pair(!is_current(*b), -b->opened_at.micros);
    });
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("data").begin_array();
    for (const auto* session : open)
      json.begin_object()
          .member("id", session->id())
          .member("opened_at", format_timestamp(session->opened_at))
          .member("expires_at", format_timestamp(session->expires_at))
          .member("address", session->address)
          .member("agent", session->agent)
          .member("current", is_current(*session))
          .end_object();
    json.end_array().end_object();
    return http::json(200, std::move(out));
  }

  Result<Response> close(Request& request) {
    if (request.caller.user.value == 0) return nobody_signed_in();
    TRY(service_.change(request, close_own_session(request.caller.user, request.captures[0]), AuditAction::signed_out,
                        "another browser"));
    return Response{204, "", "", {}, {}};
  }

 private:
  // Only logins that there are: what somebody typed in the wrong field may be a password.
  void note_failure(const std::string& login, const Request& request) {
    if (service_.audit == nullptr) return;
    AuditEntry entry;
    entry.noted_at = service_.clock.now();
    entry.actor = {{}, {}, {}, request.remote_address};
    entry.action = AuditAction::sign_in_failed;
    if (service_.directory.now()->users.contains(login)) entry.subject = login;
    service_.audit->note(std::move(entry));
  }

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
    note_failure(login, request);
    return failure(ErrorCode::unauthorized, "The login or the password is wrong.");
  }

  TeamService& service_;
  SignInLimit limit_;
};

// The link itself is shown this once.
Result<Response> make_calendar_link_route(TeamService& service, const Request& request, const std::string& login) {
  const std::string token = random_token(24);
  TRY(service.change(request, make_calendar_link(login, secret_hash(token)), AuditAction::user_changed, login));
  std::string out;
  JsonWriter(out).begin_object().member("path", "/calendar.ics?token=" + token).end_object();
  return http::json(201, out);
}

Result<Response> revoke_calendar_link_route(TeamService& service, const Request& request, const std::string& login) {
  TRY(service.change(request, revoke_calendar_link(login), AuditAction::user_changed, login));
  return Response{204, "", "", {}, {}};
}

Result<std::string> own_login(const TeamService& service, const Request& request) {
  const auto directory = service.directory.now();
  const User* user = directory->user(request.caller.user);
  if (user == nullptr) return nobody_signed_in();
  return user->login;
}

constexpr std::string_view session_answer =
    R"("200":{"description":"The session","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Session"}}}})";

}  // namespace

Result<engine::Outcome> TeamService::change(const http::Request& request, ChangeTeam::Change change, AuditAction action,
                                            std::string subject) {
  return writer.submit(audited(std::make_unique<ChangeTeam>(std::move(change)), request, action, std::move(subject)));
}

std::vector<http::Route> team_routes(TeamService& service) {
  // Who stands at the door signs in like everybody else.
  constexpr auto signed_in = static_cast<Scope>(Scope::read | Scope::door);
  const auto sessions = std::make_shared<Sessions>(service);
  std::vector<http::Route> routes;
  routes.push_back(route(Method::get, "/v1/session", http::Auth::bearer, signed_in, "Who is signed in",
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
      Method::patch, "/v1/session", http::Auth::bearer, signed_in, "Remembers the language of whoever is signed in",
      fmt::format(
          R"({{"tags":["session"],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","required":["locale"],"properties":{{"locale":{{"type":"string","enum":["vi","en"]}}}}}}}}}}}},"responses":{{{}}}}})",
          session_answer),
      [sessions](Request& r) { return sessions->change(r); }));
  routes.push_back(route(
      Method::put, "/v1/session/password", http::Auth::bearer, signed_in,
      "Sets the password of whoever is signed in; their other sessions end",
      fmt::format(
          R"({{"tags":["session"],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","required":["password"],"properties":{{"password":{{"type":"string"}},"current":{{"type":"string","description":"Where there is one"}}}}}}}}}}}},"responses":{{{}}}}})",
          session_answer),
      [sessions](Request& r) { return sessions->change_password(r); }));
  routes.push_back(route(
      Method::del, "/v1/session", http::Auth::bearer, signed_in, "Signs out",
      R"({"tags":["session"],"parameters":[{"name":"everywhere","in":"query","schema":{"type":"string","enum":["true"]},"description":"All sessions of this user"}],"responses":{"204":{"description":"Signed out"}}})",
      [sessions](Request& r) { return sessions->sign_out(r); }));
  routes.push_back(route(
      Method::get, "/v1/session/all", http::Auth::bearer, signed_in, "The open sessions of whoever is signed in",
      R"({"tags":["session"],"responses":{"200":{"description":"This browser's first","content":{"application/json":{"schema":{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"type":"object","required":["id","opened_at","expires_at","address","agent","current"],"properties":{"id":{"type":"string"},"opened_at":{"type":"string","format":"date-time"},"expires_at":{"type":"string","format":"date-time"},"address":{"type":"string","description":"From which somebody signed in"},"agent":{"type":"string","description":"The browser, as it says itself"},"current":{"type":"boolean","description":"The one that asks"}}}}}}}}}}})",
      [sessions](Request& r) { return sessions->list(r); }));
  routes.push_back(route(Method::del, "/v1/session/all/{}", http::Auth::bearer, signed_in,
                         "Signs another of one's own browsers out",
                         R"({"tags":["session"],"responses":{"204":{"description":"Signed out"}}})",
                         [sessions](Request& r) { return sessions->close(r); }));
  constexpr std::string_view link_made =
      R"({"tags":["team"],"responses":{"201":{"description":"Made; the one of before ends","content":{"application/json":{"schema":{"type":"object","required":["path"],"properties":{"path":{"type":"string","description":"Below the address of this server; shown this once"}}}}}}}})";
  constexpr std::string_view link_gone = R"({"tags":["team"],"responses":{"204":{"description":"Taken back"}}})";
  routes.push_back(route(Method::post, "/v1/users/{}/calendar", http::Auth::bearer, Scope::admin,
                         "Makes a secret link to a user's calendar", std::string(link_made),
                         [&service](Request& r) { return make_calendar_link_route(service, r, r.captures[0]); }));
  routes.push_back(route(Method::del, "/v1/users/{}/calendar", http::Auth::bearer, Scope::admin,
                         "Takes back the link to a user's calendar", std::string(link_gone),
                         [&service](Request& r) { return revoke_calendar_link_route(service, r, r.captures[0]); }));
  routes.push_back(route(Method::post, "/v1/session/calendar", http::Auth::bearer, Scope::read,
                         "Makes a secret link to one's own calendar", std::string(link_made),
                         [&service](Request& r) -> Result<Response> {
                           return make_calendar_link_route(service, r, TRY(own_login(service, r)));
                         }));
  routes.push_back(route(Method::del, "/v1/session/calendar", http::Auth::bearer, Scope::read,
                         "Takes back the link to one's own calendar", std::string(link_gone),
                         [&service](Request& r) -> Result<Response> {
                           return revoke_calendar_link_route(service, r, TRY(own_login(service, r)));
                         }));
  return routes;
}

}  // namespace ganbo::team
