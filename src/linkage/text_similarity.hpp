// How alike two texts are. Both are folded (platform/base/fold.hpp), so they are compared byte by byte: a letter beyond
// ASCII counts as several, which names hardly have once they are folded.
#pragma once

#include <cstddef>
#include <string_view>

namespace ganbo::linkage {

// Jaro's similarity (Jaro, "Advances in record-linkage methodology as applied to matching the 1985 census of Tampa,
// Florida", JASA 84, 1989) with Winkler's bonus for a common beginning of up to four letters (Winkler, "String
// comparator metrics and enhanced decision rules in the Fellegi-Sunter model of record linkage", 1990): 0 (nothing in
// common) to 1 (equal). An empty text is like nothing, itself included. At most the first 64 bytes of each are read.
double jaro_winkler(std::string_view a, std::string_view b);

// How many slips of the hand lie between them: a character left out, put in, another one, or two neighbours swapped
// (Damerau, "A technique for computer detection and correction of spelling errors", CACM 7, 1964; each piece of the
// text is edited once). Counting ends above `slips_max`: then slips_max + 1.
std::size_t slips(std::string_view a, std::string_view b, std::size_t slips_max);

// The share of their words that both have, of the one that has fewer: 0 to 1. Words are separated by spaces.
double shared_words(std::string_view a, std::string_view b);

}  // namespace ganbo::linkage
