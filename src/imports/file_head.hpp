// The head of a file: whether it is a table of text at all, what separates its columns, and what they are called.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace ganbo::imports {

inline constexpr std::size_t columns_max = 1000;

struct FileHead {
  char delimiter = ',';
  std::vector<std::string> headers;  // as written, trimmed, without BOM; the first row of the file
  bool has_rows = false;
};

// Whether there is such a file and it can be read; says what it is instead.
Result<void> check_file(const std::string& file);
// Whether the beginning of a file is text: says what it seems to be instead, and how to save it.
Result<void> check_is_text(std::string_view start);

// Reads the first 256 KB (inflated when the file is gzipped). `delimiter` 0 guesses among , ; tab and |: the one that
// cuts the first rows into the same number of columns, and into most of them. Errors say what the file seems to be and
// how to save it: missing, a directory, empty, a spreadsheet, UTF-16, binary, over 1,000 columns.
Result<FileHead> read_file_head(const std::string& file, char delimiter);

// The pure part: `start` is the beginning of a file, which ends in the middle of a row unless `whole`.
Result<FileHead> head_of(std::string_view start, bool whole, char delimiter);

// BLAKE2b-256 of the file's bytes as hex: tells the same file under another name.
Result<std::string> hash_of_file(const std::string& file);

}  // namespace ganbo::imports
