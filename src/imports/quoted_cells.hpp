// A quotation mark that is opened and never closed, in a table of text: what stands behind it, up to the next mark or
// the end of the file, would be one cell, and the rows in it would be gone without a word. Such a file is refused, and
// so is one with a cell that nobody could read into memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::imports {

// Looks at the text of a file in UTF-8, piece by piece; memory does not grow with it.
class QuotedCells {
 public:
  // `columns`: as many as the header has; lines of a cell that look like rows of so many are rows.
  QuotedCells(char delimiter, std::size_t columns) : delimiter_(delimiter), columns_(columns) {}

  // An Error (field file, rule quote or line) names the row in which the mark was opened; the header is row 0. A mark
  // that is wrong within one line spoils that row alone, which is the reader's to say.
  Result<void> see(std::string_view piece);
  Result<void> finish() const;

 private:
  enum class State { between, quoted, closing };

  std::size_t see_between(std::string_view rest);
  Result<std::size_t> see_quoted(std::string_view rest);
  Result<std::size_t> see_closing(char next);
  void count_lines(std::string_view text);
  bool holds_rows() const { return columns_ >= columns_of_rows_min && lines_ > lines_of_rows_min && all_rows_; }
  Error not_closed() const;

  // Text may well hold some lines with as many delimiters as a row of two columns has.
  static constexpr std::size_t columns_of_rows_min = 3;
  static constexpr std::int64_t lines_of_rows_min = 3;

  const char delimiter_;
  const std::size_t columns_;
  State state_ = State::between;
  char last_ = '\n';       // the character before; a cell begins the file
  std::int64_t row_ = 0;   // of the file, ends of lines between cells
  std::size_t bytes_ = 0;  // of the quoted cell so far
  std::int64_t lines_ = 0;
  std::size_t delimiters_ = 0;     // in its line
  std::size_t bytes_of_line_ = 0;  // likewise
  bool all_rows_ = true;           // all its whole lines, without its first, have as many delimiters as a row
};

Result<void> check_quoted_cells(const std::string& file, char delimiter, std::size_t columns);

}  // namespace ganbo::imports
