// Rows of a query as text: an aligned table for people, CSV with header and LF, or one JSON document. In JSON a number
// of the record is a number, and text stays text, whatever it looks like; whole numbers of more than 15 digits, which
// many readers of JSON would round, are text: ids are. An answer is held in memory and has a limit: once it is full,
// further rows are not kept.
#pragma once

#include <string>
#include <vector>

#include "platform/store/store.hpp"

namespace ganbo::app {

enum class TableFormat { table, csv, json };
Result<TableFormat> parse_table_format(std::string_view word);  // empty: table

class ResultTable {
 public:
  static constexpr std::size_t bytes_max = 64UL << 20;

  explicit ResultTable(TableFormat format) : format_(format) {}
  // Before the first row.
  void set_names(const std::vector<std::string>& names) { header_ = names; }
  void add(const store::Cursor& row);
  bool is_full() const { return bytes_ > bytes_max; }
  std::string finish();

 private:
  TableFormat format_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;  // of the table format
  std::string text_;
  std::size_t bytes_ = 0;
  bool any_ = false;
};

}  // namespace ganbo::app
