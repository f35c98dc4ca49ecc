// The status line and headers of an answer, as bytes.
#pragma once

#include <string>

#include "platform/http/http.hpp"

namespace ganbo::http {

struct Sending {
  bool close = false;             // say "Connection: close"
  bool keep_alive_1_0 = false;    // say "Connection: keep-alive" to a client of HTTP/1.0 that asked for it
  bool chunked = false;           // a body whose size nobody knows yet comes in chunks
  bool secure_cookies = false;    // add "; Secure" to cookies
  bool strict_transport = false;  // tell browsers to come over TLS only
};

// Appends the head of `response`, whose body has `body_bytes` (a stream of events: unknown), to `out`. Every answer
// carries the headers that keep a browser from guessing, framing and leaking; a policy and "no-store" are added where
// the handler set none of its own. A header of the handler with a line break in it is left out: it could smuggle a
// second answer.
void append_head(std::string& out, const Response& response, std::size_t body_bytes, const std::string& nonce,
                 Sending sending);

}  // namespace ganbo::http
