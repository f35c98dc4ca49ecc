// gzip bodies. zlib's state is 40 KB, so each worker thread keeps one and resets it between bodies.
#include <zlib.h>

#include <algorithm>
#include <limits>

#include "platform/http/request.hpp"

namespace ganbo::http {
namespace {

class Inflater {
 public:
  // 16 + MAX_WBITS: gzip framing only; raw deflate and zlib framing are refused.
  Inflater() : ready_(inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK) {}
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Ready for a new member, or nullptr when there is no memory for the state.
  z_stream* fresh() { return ready_ && inflateReset(&stream_) == Z_OK ? &stream_ : nullptr; }

 private:
  z_stream stream_{};
  bool ready_;
};

Error broken() {
  return invalid("body", "gzip", "The body is not a complete gzip stream; send it again, or without Content-Encoding.");
}

}  // namespace

Result<std::string> inflate_gzip(std::string_view compressed, std::size_t bytes_max) {
  thread_local Inflater inflater;
  z_stream* stream = inflater.fresh();
  if (stream == nullptr)
    return failure(ErrorCode::overloaded, "There is no memory to inflate the body; try again later.");
  if (compressed.size() > std::numeric_limits<uInt>::max())
    return Error{ErrorCode::too_large, "The body is too large.", "body", "limit"};

  std::string out;
  std::size_t filled = 0;
  stream->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));  // zlib's interface knows no const
  stream->avail_in = static_cast<uInt>(compressed.size());
  while (true) {
    if (filled == out.size()) {
      if (filled > bytes_max)
        return Error{
            ErrorCode::too_large,
            "The body is over " + std::to_string(bytes_max) + " bytes once inflated; send it in several requests.",
            "body", "limit"};
      // One byte more than allowed is room enough to see that a body is over the limit.
      out.resize(std::min(bytes_max + 1, std::max<std::size_t>({filled * 2, compressed.size() * 4, 4096})));
    }
    const std::size_t room = std::min<std::size_t>(out.size() - filled, 1U << 30U);
    stream->next_out = reinterpret_cast<Bytef*>(out.data() + filled);
    stream->avail_out = static_cast<uInt>(room);
    const int state = inflate(stream, Z_NO_FLUSH);
    filled += room - stream->avail_out;
    if (state == Z_STREAM_END) {
      if (stream->avail_in == 0) break;
      if (inflateReset(stream) != Z_OK) return broken();
      continue;
    }
    if (state == Z_BUF_ERROR && stream->avail_out != 0) return broken();  // input ended inside the stream
    if (state != Z_OK && state != Z_BUF_ERROR) return broken();
  }
  if (filled > bytes_max)
    return Error{ErrorCode::too_large,
                 "The body is over " + std::to_string(bytes_max) + " bytes once inflated; send it in several requests.",
                 "body", "limit"};
  out.resize(filled);
  return out;
}

}  // namespace ganbo::http
