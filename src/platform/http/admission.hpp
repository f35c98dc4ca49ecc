// Admission: what a request's head alone decides: the route or page that answers, or the refusal, before a byte of the
// body is read. It knows heads as values, not how they came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "platform/http/authorize.hpp"
#include "platform/http/http.hpp"
#include "platform/http/pages.hpp"
#include "platform/http/router.hpp"

namespace ganbo::http {

// A head as it arrived.
struct Arrived {
  Request request;               // remote address, target and headers
  std::optional<Method> method;  // none: a word that is no method here
  unsigned version = 11;         // 11: HTTP/1.1
  bool keep_alive = false;
  std::optional<std::uint64_t> content_length;
  Arrival arrival = Arrival::tcp;
  bool check_host = false;  // on a loopback address, which a page that re-binds its name may reach
};

// A head as it was judged.
struct Head {
  Request request;
  const Route* route = nullptr;     // null: a page
  std::optional<Response> refusal;  // instead of both
  bool keep_alive = false;
  bool http_1_0 = false;
  bool expects_continue = false;
};

Response too_large_body(std::size_t bytes_max);

class Admission {
 public:
  // `public_host`: the name under which a proxy passes requests on, let in beside this machine's own; may be empty.
  Admission(const Router& router, const Pages& pages, Accounts& accounts, std::string public_host)
      : router_(router), pages_(pages), accounts_(accounts), public_host_(std::move(public_host)) {}

  // The order of the checks is the order of precedence of refusals. `port` is for the sentence that names a way out.
  Head judge(Arrived arrived, int port) const;

 private:
  const Router& router_;
  const Pages& pages_;
  Accounts& accounts_;
  const std::string public_host_;
};

}  // namespace ganbo::http
