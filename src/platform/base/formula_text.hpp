// What a spreadsheet that opens a file takes for a formula, and may run: such texts are written behind an apostrophe,
// which marks text there.
#pragma once

#include <string_view>

namespace ganbo {

// A phone number (`+84 912 345 678`) or a negative number is none.
inline bool looks_like_formula(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == '=' || text.front() == '@' || text.front() == '\t' || text.front() == '\n') return true;
  if (text.front() != '+' && text.front() != '-') return false;
  return text.find_first_not_of("0123456789 .,()-", 1) != std::string_view::npos;
}

}  // namespace ganbo
