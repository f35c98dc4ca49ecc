#include "platform/http/listener.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

namespace ganbo::http {
namespace {

constexpr int backlog = 1024;

std::string reason(int error_number) { return std::generic_category().message(error_number); }

// Closes on the way out unless released.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

Error taken(int error_number, const std::string& address, int port) {
  const std::string place = address + ":" + std::to_string(port);
  switch (error_number) {
    case EADDRINUSE:
      return Error{ErrorCode::unavailable,
                   "Another program listens on " + place + " already; choose another port with --port.", "port",
                   "taken"};
    case EACCES:
      return Error{ErrorCode::unavailable,
                   "This user may not listen on port " + std::to_string(port) + "; choose one above 1023 with --port.",
                   "port", "permission"};
    case EADDRNOTAVAIL:
      return Error{ErrorCode::unavailable,
                   "The address " + address + " is none of this machine's; use 127.0.0.1, or 0.0.0.0 for all.",
                   "address", "local"};
    default:
      return Error{ErrorCode::unavailable, "Cannot listen on " + place + ": " + reason(error_number) + ".", "address",
                   "listen"};
  }
}

// sun_path holds 107 bytes; a longer path is reached through its folder's descriptor, which must stay open as long as
// the address is used.
struct UnixAddress {
  sockaddr_un address{};
  Descriptor folder{-1};
  explicit UnixAddress(int folder_descriptor) : folder(folder_descriptor) {}
};

Result<std::unique_ptr<UnixAddress>> unix_address(const std::string& path) {
  std::string reachable = path;
  int folder = -1;
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    const std::size_t slash = path.rfind('/');
    const std::string parent = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    folder = ::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
      return failure(ErrorCode::unavailable, "Cannot open the folder " + parent + ": " + reason(errno) + ".");
    reachable =
        "/proc/self/fd/" + std::to_string(folder) + "/" + path.substr(slash == std::string::npos ? 0 : slash + 1);
  }
  auto made = std::make_unique<UnixAddress>(folder);
  if (reachable.size() >= sizeof(sockaddr_un::sun_path))
    return failure(ErrorCode::unavailable, "The socket's file name in " + path + " is too long; use a shorter one.");
  made->address.sun_family = AF_UNIX;
  std::memcpy(made->address.sun_path, reachable.c_str(), reachable.size() + 1);
  return made;
}

}  // namespace

Result<Listener> listen_tcp(const std::string& address, int port) {
  if (port < 0 || port > 65535)
    return invalid("port", "range", "A port is a number from 0 to 65535; 0 takes any free one.");
  const std::string numeric = address == "localhost" ? "127.0.0.1" : address;
  sockaddr_storage storage{};
  socklen_t length = 0;
  Listener listener;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  if (inet_pton(AF_INET, numeric.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(static_cast<std::uint16_t>(port));
    length = sizeof(sockaddr_in);
    listener.loopback = (ntohl(v4->sin_addr.s_addr) >> 24U) == 127;
  } else if (inet_pton(AF_INET6, numeric.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(static_cast<std::uint16_t>(port));
    length = sizeof(sockaddr_in6);
    listener.loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
  } else {
    return invalid("address", "format",
                   "The address " + address + " is no IP address; use 127.0.0.1, 0.0.0.0, ::1 or another in numbers.");
  }
  listener.family = storage.ss_family;

  Descriptor descriptor(::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (descriptor.get() < 0) return taken(errno, address, port);
  const int on = 1;
  ::setsockopt(descriptor.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(descriptor.get(), reinterpret_cast<const sockaddr*>(&storage), length) != 0 ||
      ::listen(descriptor.get(), backlog) != 0)
    return taken(errno, address, port);
  if (::getsockname(descriptor.get(), reinterpret_cast<sockaddr*>(&storage), &length) != 0)
    return taken(errno, address, port);
  listener.port = ntohs(storage.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
  listener.descriptor = descriptor.release();
  return listener;
}

Result<int> connect_unix(const std::string& path) {
  const auto address = TRY(unix_address(path));
  Descriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (descriptor.get() < 0 ||
      ::connect(descriptor.get(), reinterpret_cast<const sockaddr*>(&address->address), sizeof(sockaddr_un)) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED)
      return failure(ErrorCode::unavailable, "No server answers on " + path + "; start one with `ganbo serve`.");
    return failure(ErrorCode::unavailable, "Cannot connect to " + path + ": " + reason(errno) + ".");
  }
  return descriptor.release();
}

Result<Listener> listen_unix(const std::string& path) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) == 0) {
    if (!S_ISSOCK(found.st_mode))
      return failure(ErrorCode::conflict,
                     "The file " + path + " is no socket; move it away, since ganbo needs this name.");
    Result<int> answering = connect_unix(path);
    if (answering.ok()) {
      ::close(*answering);
      return failure(ErrorCode::conflict,
                     "Another ganbo serves this directory already (it answers on " + path + "); stop it first.");
    }
    if (::unlink(path.c_str()) != 0)
      return failure(ErrorCode::unavailable, "Cannot remove the old socket " + path + ": " + reason(errno) + ".");
  }
  const auto address = TRY(unix_address(path));
  Descriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (descriptor.get() < 0) return failure(ErrorCode::unavailable, "Cannot make a socket: " + reason(errno) + ".");
  // Nobody can connect between bind and listen, so narrowing the mode there leaves no gap.
  if (::bind(descriptor.get(), reinterpret_cast<const sockaddr*>(&address->address), sizeof(sockaddr_un)) != 0 ||
      ::chmod(path.c_str(), 0600) != 0 || ::listen(descriptor.get(), backlog) != 0)
    return failure(ErrorCode::unavailable, "Cannot listen on " + path + ": " + reason(errno) + ".");
  Listener listener;
  listener.family = AF_UNIX;
  listener.descriptor = descriptor.release();
  return listener;
}

std::string address_text(const void* socket_address) {
  const auto* any = static_cast<const sockaddr*>(socket_address);
  char text[INET6_ADDRSTRLEN] = "";
  if (any->sa_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(any)->sin_addr, text, sizeof text);
  else if (any->sa_family == AF_INET6) {
    const in6_addr& address = reinterpret_cast<const sockaddr_in6*>(any)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&address))
      inet_ntop(AF_INET, &address.s6_addr[12], text, sizeof text);
    else
      inet_ntop(AF_INET6, &address, text, sizeof text);
  } else {
    return "unix";
  }
  return text;
}

}  // namespace ganbo::http
