// Whether a word from outside is a kind of matter (matter.hpp).
#pragma once

#include <string_view>

namespace ganbo::events {

bool is_matter(std::string_view kind);

}  // namespace ganbo::events
