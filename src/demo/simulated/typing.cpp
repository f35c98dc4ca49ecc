#include "demo/simulated/typing.hpp"

#include <algorithm>
#include <cctype>

#include "platform/base/fold.hpp"

namespace ganbo::demo::simulated {
namespace {

// One slip among the first `count` bytes, which are all ASCII.
std::string slipped(std::string text, std::size_t count, char from, int many, Random& random) {
  if (count < 2) return text;
  const auto place = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(count) - 1));
  switch (random.below(3)) {
    case 0:
      std::swap(text[place], text[place + 1]);
      break;
    case 1:
      text[place] = static_cast<char>(from + random.below(many));
      break;
    default:
      text.erase(place, 1);
  }
  return text;
}

}  // namespace

std::string mistyped_name(std::string_view name, Random& random) {
  std::string plain = fold(name);  // lower case letters without marks
  const auto last = name.rfind(' ');
  const auto first = name.find(' ');
  switch (random.below(4)) {
    case 0:
      return plain;
    case 1:
      if (last != std::string_view::npos)
        return std::string(name.substr(last + 1)) + ' ' + std::string(name.substr(0, last));
      return plain;
    case 2:
      if (last != first) return std::string(name.substr(0, first)) + std::string(name.substr(last));
      return plain;
    default:
      return slipped(plain, plain.size(), 'a', 26, random);
  }
}

std::string mistyped_digits(std::string_view digits, Random& random) {
  return slipped(std::string(digits), digits.size(), '0', 10, random);
}

std::string mistyped_letters(std::string_view text, Random& random) {
  return slipped(std::string(text), std::min(text.find('@'), text.size()), 'a', 26, random);
}

}  // namespace ganbo::demo::simulated
