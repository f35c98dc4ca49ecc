#include "platform/http/authorize.hpp"

#include <sodium.h>

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "platform/base/hash.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/request.hpp"

namespace ganbo::http {
namespace {

constexpr std::size_t key_bytes_max = 512;

bool changes_something(Method method) {
  return method != Method::get && method != Method::head && method != Method::options;
}

Response refused_401(const Route& route, const Error& error) {
  Response response = problem(error);
  if (response.status == 401)
    response.headers.emplace_back("WWW-Authenticate", route.auth == Auth::write_key
                                                          ? "Basic realm=\"ganbo\", charset=\"UTF-8\""
                                                          : "Bearer realm=\"ganbo\"");
  return response;
}

// The user part of Basic credentials; empty when they cannot be read.
std::string basic_user(std::string_view encoded) {
  std::array<unsigned char, key_bytes_max> decoded{};
  std::size_t length = 0;
  if (sodium_base642bin(decoded.data(), decoded.size(), encoded.data(), encoded.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    // Some clients leave the padding out.
    if (sodium_base642bin(decoded.data(), decoded.size(), encoded.data(), encoded.size(), nullptr, &length, nullptr,
                          sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0)
      return {};
  }
  const std::string_view pair(reinterpret_cast<const char*>(decoded.data()), length);
  return std::string(pair.substr(0, pair.find(':')));
}

// The key of an Authorization header: Bearer everywhere, Basic (key as user) on the event API as Segment's SDKs send
// it.
std::string key_of(std::string_view authorization, Auth auth) {
  const std::size_t space = authorization.find(' ');
  if (space == std::string_view::npos) return {};
  const std::string_view scheme = authorization.substr(0, space);
  const std::string_view credentials = trimmed(authorization.substr(space + 1));
  if (credentials.size() > key_bytes_max) return {};
  if (equals_ignoring_case(scheme, "Bearer")) return std::string(credentials);
  if (auth == Auth::write_key && equals_ignoring_case(scheme, "Basic")) return basic_user(credentials);
  return {};
}

std::string scope_words(Scope scope) {
  constexpr std::array<std::pair<Scope, std::string_view>, 6> words{{{Scope::events, "events"},
                                                                     {Scope::browser, "browser"},
                                                                     {Scope::read, "read"},
                                                                     {Scope::write, "write"},
                                                                     {Scope::admin, "admin"},
                                                                     {Scope::door, "door"}}};
  std::string out;
  for (const auto& [bit, word] : words) {
    if ((static_cast<unsigned>(scope) & static_cast<unsigned>(bit)) == 0) continue;
    if (!out.empty()) out += " or ";
    out += word;
  }
  return out;
}

// The caller by key or by session, or why not.
Result<Caller> find_caller(const Route& route, const Request& request, Accounts& accounts) {
  const std::string_view authorization = request.header("authorization");
  if (!authorization.empty()) {
    const std::string key = key_of(authorization, route.auth);
    if (!key.empty()) return accounts.by_key(key);
    return failure(
        ErrorCode::unauthorized,
        route.auth == Auth::write_key
            ? "The Authorization header is not Basic with a write key as user; send one, made with `ganbo key create`."
            : "The Authorization header is not `Bearer KEY`; send a key made with `ganbo key create`.");
  }
  const std::string_view cookie = cookie_of(request, session_cookie_name);
  if (cookie.empty() || cookie.size() > key_bytes_max)
    return failure(
        ErrorCode::unauthorized,
        "Nobody is signed in; sign in, or send `Authorization: Bearer KEY` with a key made with `ganbo key create`.");
  return accounts.by_session(cookie);
}

}  // namespace

std::optional<Response> authorize(const Route& route, Request& request, Arrival arrival, Accounts& accounts) {
  request.from_this_machine = arrival == Arrival::unix_socket;
  if (arrival == Arrival::unix_socket) {
    request.caller.scopes = static_cast<unsigned>(Scope::admin);
    request.caller.name = "socket";
    return std::nullopt;
  }
  if (route.auth == Auth::none) return std::nullopt;
  // The key may stand in the body as `writeKey`: the handler looks for it there and refuses with the same 401.
  if (route.auth == Auth::write_key && request.header("authorization").empty()) return std::nullopt;

  Result<Caller> caller = find_caller(route, request, accounts);
  if (!caller.ok()) return refused_401(route, caller.error());
  request.caller = std::move(caller).value();

  if (request.caller.by_session && changes_something(request.method) &&
      (request.caller.csrf_token.empty() ||
       !equal_in_constant_time(request.header("x-csrf-token"), request.caller.csrf_token)))
    return problem(Error{ErrorCode::forbidden,
                         "The X-CSRF-Token header is missing or old; reload the page and try again.", "X-CSRF-Token",
                         "csrf"});
  if (!request.caller.may(route.needs))
    return problem(Error{ErrorCode::forbidden,
                         "This key or role lacks the scope " + scope_words(route.needs) + "; use one that has it.", "",
                         "scope"});
  return std::nullopt;
}

bool host_is_loopback(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const bool bracketed = !host.empty() && host.front() == '[';
  std::string_view name = host;
  if (colon != std::string_view::npos && (!bracketed || host[colon - 1] == ']')) {
    unsigned port = 0;
    const std::string_view digits = host.substr(colon + 1);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (!digits.empty() && (problem != std::errc{} || end != digits.data() + digits.size() || port > 65535))
      return false;
    name = host.substr(0, colon);
  }
  if (equals_ignoring_case(name, "localhost") || name == "[::1]") return true;
  // 127.a.b.c in plain decimal, nothing cleverer: a name such as 127.example.com must not pass.
  std::size_t dots = 0;
  for (const char c : name) {
    if (c == '.')
      ++dots;
    else if (c < '0' || c > '9')
      return false;
  }
  return dots == 3 && name.starts_with("127.");
}

}  // namespace ganbo::http
