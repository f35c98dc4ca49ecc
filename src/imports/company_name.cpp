#include "imports/company_name.hpp"

#include <algorithm>
#include <array>

namespace ganbo::imports {
namespace {

constexpr std::array<std::string_view, 16> beginnings{
    "cong ty",   "cong ti",          "cty", "ct tnhh",       "ctcp", "cong ty co phan", "doanh nghiep",
    "dntn",      "hop tac xa",       "htx", "ho kinh doanh", "hkd",  "tap doan",        "tong cong ty",
    "ngan hang", "chi nhanh cong ty"};
constexpr std::array<std::string_view, 14> endings{"ltd", "ltd.", "limited", "jsc",   "llc",  "inc",    "inc.",
                                                   "plc", "gmbh", "corp",    "corp.", "tnhh", "s.r.l.", "pte. ltd."};

}  // namespace

bool is_company_name(std::string_view folded) {
  const auto begins = [&](std::string_view words) {
    return folded.starts_with(words) &&
           (folded.size() == words.size() || folded[words.size()] == ' ' || folded[words.size()] == '.');
  };
  const auto ends = [&](std::string_view word) {
    return folded.size() > word.size() && folded.ends_with(word) &&
           (folded[folded.size() - word.size() - 1] == ' ' || folded[folded.size() - word.size() - 1] == ',');
  };
  return std::any_of(beginnings.begin(), beginnings.end(), begins) || std::any_of(endings.begin(), endings.end(), ends);
}

}  // namespace ganbo::imports
