// Proxies whose word is believed about who asks: `ganbo serve --trusted-proxy ADDRESS` or NETWORK.
//
// A proxy in front makes every request come from itself. What it says of the browser behind it stands in
// X-Forwarded-For, -Proto and -Host, which anybody else can write as well. So:
//
// - Only from a peer that is a trusted proxy are they believed; from anybody else they are nothing, and so they are on
//   the Unix socket.
// - The address is the rightmost one of X-Forwarded-For that is no trusted proxy: what stands left of it was written by
//   whoever that was. When all are trusted, it is the leftmost. It may carry a port, which is dropped.
// - Of X-Forwarded-Proto and X-Forwarded-Host the last value counts, which the peer itself wrote.
// - A header that cannot be read as far as it matters is as if it were absent.
// - `Forwarded` (RFC 7239) is not read: a proxy that writes the one kind passes the other on as the client wrote it, so
//   whoever believes both believes the client.
//
// What follows from it, together with --public-url (the operator's own word, which no header takes back):
//
//   address for sign-in limits and the log   X-Forwarded-For, else the peer's
//   Secure on cookies                        with --public-url always; else X-Forwarded-Proto says https, or, where it
//                                            says nothing, the request came over our own TLS
//   Host, on a loopback address              both Host and X-Forwarded-Host must be this machine or --public-url's: a
//   page
//                                            that re-binds its name can write the second, but not the first
//   Strict-Transport-Security                the browser's side is TLS as said above or the host is --public-url's, and
//                                            the host is a name without a port: the header is about every port of a
//                                            name (RFC 6797, 8.2), so it is not said of a name that others may serve
//                                            too, and never of localhost or an address
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/result.hpp"

namespace ganbo::http {

// What a trusted proxy says of the browser's side; absent where it says nothing that can be read.
struct Forwarded {
  std::optional<std::string> address;
  std::optional<bool> https;
  std::optional<std::string> host;
};

class TrustedProxies {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;  // names lower-case

  // Addresses and networks ("10.0.0.0/8") of IPv4 and IPv6. Refused with --trusted-proxy as field.
  static Result<TrustedProxies> parse(const std::vector<std::string>& networks);

  // An IPv4 address that an IPv6 socket wraps (::ffff:192.0.2.7) is that IPv4 address.
  bool trusts(std::string_view address) const;
  Forwarded forwarded(const Headers& headers) const;

 private:
  using Address = std::array<std::uint8_t, 16>;  // IPv4 as wrapped into IPv6
  struct Network {
    Address first{};
    unsigned bits = 0;  // of 128
    bool holds(const Address& address) const;
  };
  static Result<Network> parse_network(const std::string& text);
  static std::optional<Address> parse_address(std::string_view text);
  static std::optional<Address> parse_hop(std::string_view text);
  static std::string text_of(const Address& address);
  bool trusts(const Address& address) const;
  std::optional<std::string> client_address(const Headers& headers) const;

  std::vector<Network> networks_;
};

// Whether `host` (of a Host header) is a domain name at its scheme's own port: no address, no localhost, no port.
bool is_whole_domain(std::string_view host);

}  // namespace ganbo::http
