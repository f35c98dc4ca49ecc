#include "platform/http/response_head.hpp"

#include <spdlog/spdlog.h>

#include "platform/http/pages.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/request.hpp"

namespace ganbo::http {
namespace {

constexpr std::string_view always =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "X-Frame-Options: DENY\r\n";

// 180 days, renewed by each answer: long enough to hold between visits, and an end for who gives TLS up. Other names of
// the domain are their owners' matter.
constexpr std::string_view strictly_over_tls = "Strict-Transport-Security: max-age=15552000\r\n";

bool breaks_the_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

void append_head(std::string& out, const Response& response, std::size_t body_bytes, const std::string& nonce,
                 Sending sending) {
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out += status_phrase(response.status);
  out += "\r\n";
  const bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
  if (!bodiless) {
    if (!response.content_type.empty() && !breaks_the_line(response.content_type))
      append_header(out, "Content-Type", response.content_type);
    if (!response.events)
      append_header(out, "Content-Length", std::to_string(body_bytes));
    else if (sending.chunked)
      append_header(out, "Transfer-Encoding", "chunked");
  }
  if (sending.close)
    out += "Connection: close\r\n";
  else if (sending.keep_alive_1_0)
    out += "Connection: keep-alive\r\n";
  out += always;
  if (sending.strict_transport) out += strictly_over_tls;

  bool has_policy = false;
  bool has_cache_control = false;
  for (const auto& [name, value] : response.headers) {
    if (breaks_the_line(name) || breaks_the_line(value)) {
      spdlog::error("http: the header {} of a handler's answer has a line break and was left out",
                    name.substr(0, name.find_first_of("\r\n")));
      continue;
    }
    has_policy = has_policy || equals_ignoring_case(name, "Content-Security-Policy");
    has_cache_control = has_cache_control || equals_ignoring_case(name, "Cache-Control");
    out += name;
    out += ": ";
    out += value;
    if (sending.secure_cookies && equals_ignoring_case(name, "Set-Cookie") &&
        value.find("; Secure") == std::string::npos)
      out += "; Secure";
    out += "\r\n";
  }
  if (!has_policy)
    append_header(out, "Content-Security-Policy",
                  nonce.empty() || !response.content_type.starts_with("text/html") ? std::string(answer_policy)
                                                                                   : page_policy(nonce));
  if (!has_cache_control) out += "Cache-Control: no-store\r\n";
  out += "\r\n";
}

}  // namespace ganbo::http
