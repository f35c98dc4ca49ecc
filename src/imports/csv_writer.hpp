// CsvWriter: rows of cells as a CSV file in UTF-8, which is what files of other formats are turned into.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::imports {

class CsvWriter {
 public:
  explicit CsvWriter(const std::string& file) : out_(file, std::ios::binary) {}
  void cell(std::string_view text);
  // A number as its digits. A point marks its decimals; so that nobody takes it for thousands, three of them become
  // four.
  void number(std::string_view digits);
  void end_row();
  // A row that cannot be read, as one that the reader refuses: of more cells than the header's `columns`.
  void unreadable_row(std::size_t columns);
  // After the last row. An Error when the disk is full.
  Result<void> finish();
  std::int64_t rows() const { return rows_; }  // the header is one
  bool failed() const { return !out_; }

 private:
  void begin_cell();
  std::ofstream out_;
  std::string line_;
  bool any_ = false;
  std::int64_t rows_ = 0;
};

}  // namespace ganbo::imports
