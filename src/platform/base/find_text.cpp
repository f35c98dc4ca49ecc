#include "platform/base/find_text.hpp"

#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace ganbo {
namespace {

std::size_t find_plainly(std::string_view text, std::string_view needle, std::size_t from) {
  const void* found = memmem(text.data() + from, text.size() - from, needle.data(), needle.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

std::size_t find_text(std::string_view text, std::string_view needle, std::size_t from) {
  if (from > text.size() || text.size() - from < needle.size()) return std::string_view::npos;
  if (needle.empty()) return from;
#ifdef __SSE2__
  constexpr std::size_t places = 16;
  const __m128i first = _mm_set1_epi8(needle.front());
  const __m128i last = _mm_set1_epi8(needle.back());
  const auto load = [](const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); };
  for (; from + places + needle.size() - 1 <= text.size(); from += places) {
    const char* at = text.data() + from;
    const __m128i both =
        _mm_and_si128(_mm_cmpeq_epi8(first, load(at)), _mm_cmpeq_epi8(last, load(at + needle.size() - 1)));
    for (auto mask = static_cast<unsigned>(_mm_movemask_epi8(both)); mask != 0; mask &= mask - 1) {
      const auto place = static_cast<std::size_t>(__builtin_ctz(mask));
      if (std::memcmp(at + place, needle.data(), needle.size()) == 0) return from + place;
    }
  }
  if (text.size() - from < needle.size()) return std::string_view::npos;
#endif
  return find_plainly(text, needle, from);
}

}  // namespace ganbo
