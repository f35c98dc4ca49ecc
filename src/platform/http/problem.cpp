#include "platform/http/problem.hpp"

#include <array>
#include <cstdio>
#include <utility>

#include "platform/http/utf8.hpp"

namespace ganbo::http {
namespace {

// A client that was told "overloaded" should come back after a batch or two has been written, not at once.
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

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json_string(out, value);
}

}  // namespace

std::string_view status_phrase(int status) {
  for (const auto& [number, phrase] : phrases)
    if (number == status) return phrase;
  return "Unknown";
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80) {
      const std::size_t length = utf8_sequence_length(text.substr(i));
      if (length == 0) {
        out += "\xEF\xBF\xBD";
        ++i;
      } else {
        out.append(text, i, length);
        i += length;
      }
      continue;
    }
    ++i;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7F) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      out += escape.data();
    } else {
      out += static_cast<char>(c);
    }
  }
  out += '"';
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
  std::string& out = response.body;
  out = "{\"type\":\"about:blank\"";
  append_member(out, "title", status_phrase(status));
  out += ",\"status\":" + std::to_string(status);
  append_member(out, "detail", error.message);
  append_member(out, "code", facts_of(error.code).word);
  if (!error.field.empty()) append_member(out, "field", error.field);
  if (!error.rule.empty()) append_member(out, "rule", error.rule);
  out += '}';
  if (error.code == ErrorCode::overloaded) response.headers.emplace_back("Retry-After", retry_after_seconds);
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
