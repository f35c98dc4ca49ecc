// Reading a request off a connection: its head, then, once its sender may send it, its body. Included by server.cpp
// only.
#pragma once

#include "platform/http/connection.hpp"

namespace ganbo::http {

inline constexpr std::size_t header_bytes_max = 16 * 1024;
inline constexpr std::size_t read_bytes = 8 * 1024;             // offered to the first read of a request
inline constexpr std::size_t body_step_bytes = 256 * 1024;      // a body's memory grows by this, whatever was announced
inline constexpr std::size_t chunk_line_bytes_max = 16 * 1024;  // chunk sizes, extensions and trailers that do not end

enum class ReadEnd { ok, closed, timed_out, malformed, too_large };

struct ReadTimes {
  std::chrono::milliseconds idle;  // between requests
  std::chrono::milliseconds read;  // for a head, and for each 64 KB of a body
};

inline Awaitable<ReadEnd> read_head(Connection& connection, Parser& parser, const ReadTimes& times,
                                    const std::atomic<bool>& stopping) {
  bool begun = connection.input.size() > 0;
  connection.allow(begun ? times.read : times.idle);
  connection.between_requests = !begun;
  if (stopping && !begun) co_return ReadEnd::closed;
  while (true) {
    if (begun) {
      ErrorOfNet error;
      connection.input.consume(parser.put(connection.input.data(), error));
      if (error == wire::error::header_limit) co_return ReadEnd::too_large;
      if (error && error != wire::error::need_more) co_return ReadEnd::malformed;
      if (parser.is_header_done()) co_return ReadEnd::ok;
      if (connection.input.size() > header_bytes_max) co_return ReadEnd::too_large;
    }
    const auto space = connection.input.prepare(read_bytes);
    const std::size_t count = co_await connection.read_some(space);
    if (count == 0) co_return begun&& connection.is_overdue() ? ReadEnd::timed_out : ReadEnd::closed;
    connection.input.commit(count);
    if (!begun) {
      begun = true;
      connection.between_requests = false;
      connection.allow(times.read);
    }
  }
}

inline Awaitable<ReadEnd> read_body(Connection& connection, Parser& parser, const ReadTimes& times,
                                    std::size_t bytes_max, std::string& body) {
  connection.allow(times.read);
  std::size_t since_renewal = 0;
  const auto moved = [&](std::size_t count) {
    since_renewal += count;
    if (since_renewal < progress_bytes) return;
    since_renewal = 0;
    connection.allow(times.read);
  };
  if (const auto announced = parser.content_length()) {
    const std::size_t length = static_cast<std::size_t>(*announced);  // at most bytes_max, checked
    const std::size_t here = std::min(length, connection.input.size());
    body.reserve(std::min(length, body_step_bytes));
    body.assign(static_cast<const char*>(connection.input.data().data()), here);
    connection.input.consume(here);
    std::size_t filled = here;
    while (filled < length) {
      if (filled == body.size()) body.resize(std::min(length, filled + body_step_bytes));
      const net::mutable_buffer space(body.data() + filled, body.size() - filled);
      const std::size_t count = co_await connection.read_some(space);
      if (count == 0) co_return connection.is_overdue() ? ReadEnd::timed_out : ReadEnd::closed;
      filled += count;
      moved(count);
    }
    co_return ReadEnd::ok;
  }

  parser.body_limit(bytes_max);
  parser.eager(true);
  while (true) {
    ErrorOfNet error;
    connection.input.consume(parser.put(connection.input.data(), error));
    if (error == wire::error::body_limit) co_return ReadEnd::too_large;
    if (error && error != wire::error::need_more) co_return ReadEnd::malformed;
    if (parser.is_done()) break;
    if (connection.input.size() > chunk_line_bytes_max) co_return ReadEnd::malformed;
    const auto space = connection.input.prepare(read_bytes);
    const std::size_t count = co_await connection.read_some(space);
    if (count == 0) co_return connection.is_overdue() ? ReadEnd::timed_out : ReadEnd::closed;
    connection.input.commit(count);
    moved(count);
  }
  body = std::move(parser.get().body());
  co_return ReadEnd::ok;
}

}  // namespace ganbo::http
