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
  bool over_tls = false;            // of our own
  bool from_trusted_proxy = false;  // what its headers say of the client is believed
  bool check_host = false;          // on a loopback address, which a page that re-binds its name may reach
};

// A head as it was judged.
struct Head {
  Request request;
  const Route* route = nullptr;     // null: a page
  std::optional<Response> refusal;  // instead of both
  bool keep_alive = false;
  bool http_1_0 = false;
  bool expects_continue = false;
  bool secure_cookies = false;
  bool strict_transport = false;  // browsers are told to come over TLS only
};

Response too_large_body(std::size_t bytes_max);

class Admission {
 public:
  // `public_host`: the name under which people reach it over TLS, let in beside this machine's own; may be empty.
  Admission(const Router& router, const Pages& pages, Accounts& accounts, std::string public_host,
            TrustedProxies proxies)
      : router_(router),
        pages_(pages),
        accounts_(accounts),
        public_host_(std::move(public_host)),
        proxies_(std::move(proxies)) {}

  // The order of the checks is the order of precedence of refusals. `port` is for the sentence that names a way out.
  Head judge(Arrived arrived, int port) const;

 private:
  bool may_be_asked_as(std::string_view host) const;

  const Router& router_;
  const Pages& pages_;
  Accounts& accounts_;
  const std::string public_host_;
  const TrustedProxies proxies_;
};

}  // namespace ganbo::http
