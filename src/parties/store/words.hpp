// Words that stand in one column, separated by spaces.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace ganbo::parties {

// The type of a suggestion to merge that was filed because details agree, where no identifier is shared.
inline constexpr std::string_view details_word = "details";

inline std::string join_words(const std::set<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

inline std::set<std::string> split_words(std::string_view text) {
  std::set<std::string> words;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto to = std::min(text.find(' ', from), text.size());
    if (to > from) words.emplace(text.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

}  // namespace ganbo::parties
