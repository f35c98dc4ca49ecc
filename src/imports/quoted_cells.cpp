#include "imports/quoted_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "imports/format.hpp"
#include "imports/plain_file.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t block_bytes = 1u << 20;

}  // namespace

Result<void> QuotedCells::see(std::string_view piece) {
  while (!piece.empty()) {
    std::size_t seen = 0;
    if (state_ == State::closing)
      seen = TRY(see_closing(piece[0]));
    else
      seen = state_ == State::between ? see_between(piece) : TRY(see_quoted(piece));
    if (seen > 0) last_ = piece[seen - 1];
    piece.remove_prefix(seen);
  }
  return {};
}

// Up to and with the next mark that opens a cell, or to the end.
std::size_t QuotedCells::see_between(std::string_view rest) {
  std::size_t mark = rest.find('"');
  const auto opens = [&](std::size_t at) {
    const char before = at == 0 ? last_ : rest[at - 1];
    return before == delimiter_ || before == '\n' || before == '\r';
  };
  while (mark != std::string_view::npos && !opens(mark)) mark = rest.find('"', mark + 1);
  const std::size_t seen = mark == std::string_view::npos ? rest.size() : mark + 1;
  row_ += std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(seen), '\n');
  if (mark == std::string_view::npos) return seen;
  state_ = State::quoted;
  bytes_ = 0;
  lines_ = 0;
  delimiters_ = 0;
  bytes_of_line_ = 0;
  all_rows_ = true;
  return seen;
}

Result<std::size_t> QuotedCells::see_quoted(std::string_view rest) {
  const std::size_t mark = rest.find('"');
  const std::size_t seen = mark == std::string_view::npos ? rest.size() : mark + 1;
  count_lines(rest.substr(0, mark));
  bytes_ += seen;
  if (bytes_ > line_bytes_max)
    return unreadable_file("line",
                           fmt::format("Row {} has a cell of more than 8 MB: a quotation mark that it opens may "
                                       "not be closed. Nothing of the file was imported.",
                                       row_));
  if (mark != std::string_view::npos) state_ = State::closing;
  return seen;
}

void QuotedCells::count_lines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const auto line = text.substr(0, end);
    delimiters_ += static_cast<std::size_t>(std::count(line.begin(), line.end(), delimiter_));
    bytes_of_line_ += line.size();
    if (end == std::string_view::npos) return;
    if (lines_ > 0) all_rows_ = all_rows_ && delimiters_ + 1 == columns_;
    ++lines_;
    delimiters_ = 0;
    bytes_of_line_ = 0;
    text.remove_prefix(end + 1);
  }
}

// Behind a mark within a quoted cell. What ends the cell is looked at as what stands between cells.
Result<std::size_t> QuotedCells::see_closing(char next) {
  if (next == '"') {  // written twice it is one of the text
    state_ = State::quoted;
    ++bytes_;
    return std::size_t{1};
  }
  const bool ends = next == delimiter_ || next == '\n' || next == '\r';
  if (lines_ > 0 && (!ends || holds_rows())) return not_closed();
  state_ = State::between;
  return std::size_t{0};
}

// One that is opened in the last line spoils no other.
Result<void> QuotedCells::finish() const {
  const bool open = state_ == State::quoted;
  if (open && (lines_ > 1 || (lines_ == 1 && bytes_of_line_ > 0))) return not_closed();
  if (state_ == State::closing && holds_rows()) return not_closed();
  return {};
}

Error QuotedCells::not_closed() const {
  return unreadable_file(
      "quote", fmt::format("Row {} opens a quotation mark that is not closed there: the rows behind it would be "
                           "one cell. Close it, or take it away. Nothing of the file was imported.",
                           row_));
}

Result<void> check_quoted_cells(const std::string& file, char delimiter, std::size_t columns) {
  std::ifstream in(file, std::ios::binary);
  QuotedCells cells(delimiter, columns);
  std::string block(block_bytes, '\0');
  while (in) {
    in.read(block.data(), std::ssize(block));
    TRY(cells.see(std::string_view(block).substr(0, static_cast<std::size_t>(in.gcount()))));
  }
  return cells.finish();
}

}  // namespace ganbo::imports
