// Listening sockets, opened with errors that say what to do. POSIX only: Beast takes the descriptors over.
#pragma once

#include <string>

#include "platform/base/result.hpp"

namespace ganbo::http {

struct Listener {
  int descriptor = -1;  // listening, non-blocking, close-on-exec; the caller closes it
  int family = 0;       // AF_INET, AF_INET6 or AF_UNIX
  int port = 0;         // of TCP: the actual one
  bool loopback = false;
};

// `address` is numeric or "localhost"; port 0 takes any free one. `unavailable` when taken or not of this machine.
Result<Listener> listen_tcp(const std::string& address, int port);

// Mode 0600 from before the first connection can arrive. A socket file that nobody answers on is replaced; when
// somebody does, `conflict`; a file that is no socket is left alone, `conflict`.
Result<Listener> listen_unix(const std::string& path);

// A connected descriptor to a Unix socket. `unavailable` when nobody listens there.
Result<int> connect_unix(const std::string& path);

// "127.0.0.1", "::1", "unix" of a peer's sockaddr. An IPv4 peer of an IPv6 socket is told as IPv4.
std::string address_text(const void* socket_address);

}  // namespace ganbo::http
