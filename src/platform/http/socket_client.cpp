// The command line's side of the Unix socket: one request, one answer, blocking. Plain POSIX, so that verbs start fast.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <system_error>

#include "platform/http/http.hpp"
#include "platform/http/listener.hpp"
#include "platform/http/request.hpp"
#include "platform/http/router.hpp"

namespace ganbo::http {
namespace {

constexpr std::size_t response_bytes_max = 1024ULL * 1024 * 1024;
constexpr std::size_t receive_bytes = 64 * 1024;

using Clock = std::chrono::steady_clock;

class Conversation {
 public:
  Conversation(int descriptor, std::chrono::milliseconds timeout)
      : descriptor_(descriptor), deadline_(Clock::now() + timeout) {}
  ~Conversation() { ::close(descriptor_); }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  Result<void> send(std::string_view bytes) {
    while (!bytes.empty()) {
      TRY(wait_for(POLLOUT));
      const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
        continue;
      }
      if (errno == EPIPE || errno == ECONNRESET) return {};  // the server refused early: its answer is there to read
      if (errno != EAGAIN && errno != EINTR) return lost();
    }
    return {};
  }

  // Appends what has arrived; false at the end of the stream.
  Result<bool> receive(std::string& into) {
    while (true) {
      TRY(wait_for(POLLIN));
      const std::size_t before = into.size();
      into.resize(before + receive_bytes);
      const ssize_t count = ::recv(descriptor_, into.data() + before, receive_bytes, MSG_DONTWAIT);
      into.resize(before + static_cast<std::size_t>(count > 0 ? count : 0));
      if (count >= 0) return count > 0;
      if (errno == ECONNRESET) return false;
      if (errno != EAGAIN && errno != EINTR) return lost();
    }
  }

 private:
  static Error lost() {
    return failure(ErrorCode::unavailable,
                   "The connection to the server broke: " + std::generic_category().message(errno) + ".");
  }

  Result<void> wait_for(short event) {
    while (true) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
      if (left <= 0)
        return failure(ErrorCode::unavailable,
                       "The server did not answer in time; it may still be working on the request.");
      pollfd waiting{descriptor_, event, 0};
      const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<long long>(left, 1'000'000)));
      if (ready > 0) return {};
      if (ready < 0 && errno != EINTR) return lost();
    }
  }

  int descriptor_;
  Clock::time_point deadline_;
};

Error not_understood() {
  return failure(ErrorCode::internal,
                 "The server's answer is not HTTP as ganbo speaks it; is another program on the socket?");
}

// Reads the status line and headers; returns the body's announced length, 0 without one.
Result<std::size_t> read_head(std::string_view head, Response& response) {
  const std::size_t first_end = head.find("\r\n");
  const std::string_view status_line = head.substr(0, first_end);
  if (!status_line.starts_with("HTTP/1.1 ") || status_line.size() < 12) return not_understood();
  if (std::from_chars(status_line.data() + 9, status_line.data() + 12, response.status).ec != std::errc{})
    return not_understood();
  response.content_type.clear();
  std::size_t length = 0;
  std::string_view rest = first_end == std::string_view::npos ? std::string_view() : head.substr(first_end + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return not_understood();
    const std::string name = lower_case(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "content-type") {
      response.content_type = value;
    } else if (name == "content-length") {
      const auto [last, problem] = std::from_chars(value.data(), value.data() + value.size(), length);
      if (problem != std::errc{} || last != value.data() + value.size() || length > response_bytes_max)
        return not_understood();
    } else {
      response.headers.emplace_back(name, value);
    }
  }
  return length;
}

}  // namespace

Result<Response> request_over_socket(const std::string& socket_path, Method method, std::string_view target,
                                     std::string_view body, std::chrono::milliseconds timeout) {
  const int descriptor = TRY(connect_unix(socket_path));
  Conversation server(descriptor, timeout);
  std::string request(method_word(method));
  request += ' ';
  request += target;
  request += " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  if (!body.empty() || (method != Method::get && method != Method::head)) {
    request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  request += "\r\n";
  TRY(server.send(request));
  TRY(server.send(body));

  std::string received;
  std::size_t head_end = std::string::npos;
  while ((head_end = received.find("\r\n\r\n")) == std::string::npos) {
    const bool more = TRY(server.receive(received));
    if (!more)
      return received.empty() ? failure(ErrorCode::unavailable,
                                        "The server closed the connection without an answer; it may be stopping.")
                              : not_understood();
  }
  Response response;
  std::size_t length = TRY(read_head(std::string_view(received).substr(0, head_end), response));
  if (method == Method::head) length = 0;
  received.erase(0, head_end + 4);
  received.reserve(length + receive_bytes);
  while (received.size() < length) {
    const bool more = TRY(server.receive(received));
    if (!more) return failure(ErrorCode::unavailable, "The server closed the connection in the middle of its answer.");
  }
  received.resize(length);
  response.body = std::move(received);
  return response;
}

}  // namespace ganbo::http
