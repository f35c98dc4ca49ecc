// Folding: the form in which names are searched and sorted: no diacritics (đ → d too), lower case, single spaces.
#pragma once

#include <string>
#include <string_view>

namespace ganbo {

// `Nguyễn Văn Đạt ` → `nguyen van dat`. Invalid UTF-8 becomes U+FFFD. Punctuation is kept. Thread-safe.
std::string fold(std::string_view utf8);
// The letter under which a folded name stands in an A–Z list: 'A'..'Z', or '#' for everything else.
char letter_of(std::string_view folded);
bool is_valid_utf8(std::string_view bytes);
// The longest beginning of at most `bytes_max` bytes that does not end within a character. `utf8` must be valid.
std::string_view first_bytes(std::string_view utf8, std::size_t bytes_max);
// Canonical composition (NFC), control characters removed (joiners stay within words and signs), white space collapsed
// and trimmed: how names are stored.
std::string tidy_text(std::string_view utf8);

}  // namespace ganbo
