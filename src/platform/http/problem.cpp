#include "platform/http/problem.hpp"

#include <array>
#include <utility>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::http {
namespace {

// Who was told "overloaded" or "unavailable" should come back after a batch or two has been written, not at once.
constexpr std::string_view retry_after_seconds = "1";

constexpr std::array<std::pair<int, std::string_view>, 29> phrases{{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
}};

// What a client sent may stand in a message; a document must stay readable all the same.
std::string as_utf8(std::string_view text) {
  std::string out(text);
  if (!is_valid_utf8(text))
    for (char& c : out)
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return out;
}

}  // namespace

std::string_view status_phrase(int status) {
  for (const auto& [number, phrase] : phrases)
    if (number == status) return phrase;
  return "Unknown";
}

Response json(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response problem_with_status(int status, const Error& error) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  JsonWriter document(response.body);
  document.begin_object();
  document.member("type", "about:blank");
  document.member("title", status_phrase(status));
  document.member("status", status);
  document.member("detail", as_utf8(error.message));
  document.member("code", facts_of(error.code).word);
  if (!error.field.empty()) document.member("field", as_utf8(error.field));
  if (!error.rule.empty()) document.member("rule", error.rule);
  document.end_object();
  if (error.code == ErrorCode::overloaded || error.code == ErrorCode::unavailable)
    response.headers.emplace_back("Retry-After", retry_after_seconds);
  return response;
}

Response problem(const Error& error) { return problem_with_status(facts_of(error.code).http_status, error); }

std::function<void(Request&, Reply)> direct(std::function<Result<Response>(Request&)> handler) {
  return [handler = std::move(handler)](Request& request, const Reply& reply) {
    Result<Response> result = handler(request);
    if (result.ok())
      reply(std::move(result).value());
    else
      reply(problem(result.error()));
  };
}

}  // namespace ganbo::http
