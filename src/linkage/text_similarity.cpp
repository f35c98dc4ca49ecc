#include "linkage/text_similarity.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ganbo::linkage {
namespace {

constexpr std::size_t bytes_max = 64;  // one bit each in a word
constexpr std::size_t beginning_max = 4;
constexpr double beginning_bonus = 0.1;

// The word that begins at or after `from`, which moves behind it; empty at the end.
std::string_view next_word(std::string_view text, std::size_t& from) {
  while (from < text.size() && text[from] == ' ') ++from;
  const std::size_t begin = from;
  while (from < text.size() && text[from] != ' ') ++from;
  return text.substr(begin, from - begin);
}

}  // namespace

double jaro_winkler(std::string_view a, std::string_view b) {
  a = a.substr(0, bytes_max);
  b = b.substr(0, bytes_max);
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 1;
  const std::size_t half = std::max(a.size(), b.size()) / 2;
  const std::size_t reach = half > 0 ? half - 1 : 0;
  std::uint64_t matched_a = 0;
  std::uint64_t matched_b = 0;
  int matches = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t to = std::min(b.size(), i + reach + 1);
    for (std::size_t j = i > reach ? i - reach : 0; j < to; ++j) {
      if (a[i] != b[j] || (matched_b >> j & 1) != 0) continue;
      matched_a |= std::uint64_t{1} << i;
      matched_b |= std::uint64_t{1} << j;
      ++matches;
      break;
    }
  }
  if (matches == 0) return 0;
  int out_of_place = 0;
  for (std::size_t i = 0, j = 0; i < a.size(); ++i) {
    if ((matched_a >> i & 1) == 0) continue;
    while ((matched_b >> j & 1) == 0) ++j;
    if (a[i] != b[j]) ++out_of_place;
    ++j;
  }
  const double m = matches;
  const int transposed = out_of_place / 2;
  const double jaro =
      (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + (m - transposed) / m) / 3;
  std::size_t beginning = 0;
  while (beginning < std::min({beginning_max, a.size(), b.size()}) && a[beginning] == b[beginning]) ++beginning;
  return jaro + static_cast<double>(beginning) * beginning_bonus * (1 - jaro);
}

std::size_t slips(std::string_view a, std::string_view b, std::size_t slips_max) {
  if (a == b) return 0;
  a = a.substr(0, bytes_max);
  b = b.substr(0, bytes_max);
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > slips_max) return slips_max + 1;
  std::array<std::array<std::size_t, bytes_max + 1>, 3> rows;  // each is written before it is read
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > slips_max) return slips_max + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], slips_max + 1);
}

double shared_words(std::string_view a, std::string_view b) {
  int words_a = 0;
  int words_b = 0;
  int shared = 0;
  std::uint64_t counted = 0;  // places in `b` of words that were found: each is counted once
  for (std::size_t at_b = 0; !next_word(b, at_b).empty();) ++words_b;
  for (std::size_t at_a = 0;;) {
    const auto word = next_word(a, at_a);
    if (word.empty()) break;
    ++words_a;
    int place = 0;
    for (std::size_t at_b = 0; place < 64; ++place) {
      const auto other = next_word(b, at_b);
      if (other.empty()) break;
      if (word != other || (counted >> place & 1) != 0) continue;
      counted |= std::uint64_t{1} << place;
      ++shared;
      break;
    }
  }
  const int fewest = std::min(words_a, words_b);
  return fewest == 0 ? 0 : static_cast<double>(shared) / fewest;
}

}  // namespace ganbo::linkage
