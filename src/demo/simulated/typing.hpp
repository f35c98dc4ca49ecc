// What comes of a text when somebody types it in a hurry.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/random.hpp"

namespace ganbo::demo::simulated {

// A name: without its diacritics, the given name first, one letter wrong, or the middle names left out. UTF-8 in and
// out.
std::string mistyped_name(std::string_view name, Random& random);
// Two digits swapped, one wrong, or one missing.
std::string mistyped_digits(std::string_view digits, Random& random);
// The same of plain letters before an @.
std::string mistyped_letters(std::string_view text, Random& random);

}  // namespace ganbo::demo::simulated
