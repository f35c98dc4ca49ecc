// A file as it leaves through a connection. Included by server.cpp only.
#pragma once

#include "platform/http/connection.hpp"
#include "platform/http/file_body.hpp"

namespace ganbo::http {

inline constexpr std::size_t file_piece_bytes = 256 * 1024;

// After its head. False when the client takes no more, or the file has become shorter than the head said.
inline Awaitable<bool> send_file(Connection& connection, const FileBody& file) {
  for (std::int64_t sent = 0; sent < file.bytes();) {
    const std::string piece = file.read(sent, file_piece_bytes);
    if (piece.empty()) co_return false;
    const bool written = co_await connection.write(piece, {});
    if (!written) co_return false;
    sent += std::ssize(piece);
  }
  co_return true;
}

}  // namespace ganbo::http
