#include "imports/in_quotes.hpp"

#include <algorithm>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t shown_bytes_max = 60;

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string readable(text);
  if (!is_valid_utf8(readable))
    std::replace_if(
        readable.begin(), readable.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  std::string out;
  append_json_string(out, first_bytes(readable, shown_bytes_max));
  return out;
}

}  // namespace ganbo::imports
