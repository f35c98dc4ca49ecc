// gzip bodies: never more than the limit, never a crash; the first two bytes of the input choose the limit.
#include <cstdint>
#include <string_view>

#include "platform/base/invariant.hpp"
#include "platform/http/request.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t bytes_max = data[0] * 256U + data[1];
  const std::string_view compressed(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto inflated = ganbo::http::inflate_gzip(compressed, bytes_max);
  if (inflated.ok())
    INVARIANT(inflated->size() <= bytes_max, "{} bytes over a limit of {}", inflated->size(), bytes_max);
  else
    INVARIANT(inflated.error().field == "body" && !inflated.error().rule.empty(), "an error names its field and rule");
  return 0;
}
