// Text from outside in a sentence: in quotation marks, its beginning only, whatever bytes it holds. (fmt's {:?} ends
// the process over some that are no UTF-8.)
#pragma once

#include <string>
#include <string_view>

namespace ganbo::imports {

std::string in_quotes(std::string_view text);

}  // namespace ganbo::imports
