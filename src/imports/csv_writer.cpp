#include "imports/csv_writer.hpp"

namespace ganbo::imports {

void CsvWriter::begin_cell() {
  if (any_) line_ += ',';
  any_ = true;
}

void CsvWriter::cell(std::string_view text) {
  begin_cell();
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    line_ += text;
    return;
  }
  line_ += '"';
  for (const char c : text) {
    if (c == '"') line_ += '"';
    line_ += c;
  }
  line_ += '"';
}

void CsvWriter::number(std::string_view digits) {
  cell(digits);
  const auto point = digits.find('.');
  if (point != std::string_view::npos && digits.size() - point == 4 &&
      digits.find_first_not_of("0123456789", point + 1) == std::string_view::npos)
    line_ += '0';
}

void CsvWriter::end_row() {
  if (line_.empty()) line_ = "\"\"";  // an empty line would be no row
  line_ += '\n';
  out_ << line_;
  line_.clear();
  any_ = false;
  ++rows_;
}

void CsvWriter::unreadable_row(std::size_t columns) {
  for (std::size_t i = 0; i <= columns; ++i) cell("?");  // an empty one too many would be overlooked
  end_row();
}

Result<void> CsvWriter::finish() {
  out_.close();
  if (out_) return {};
  return failure(ErrorCode::unavailable,
                 "The temporary directory is full, or cannot be written. Set TMPDIR to one with more room.");
}

}  // namespace ganbo::imports
