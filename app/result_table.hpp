// Rows of a query as text: an aligned table for people, CSV with header and LF, or one JSON document.
#pragma once

#include <string>
#include <vector>

#include "platform/store/store.hpp"

namespace ganbo::app {

enum class TableFormat { table, csv, json };
Result<TableFormat> parse_table_format(std::string_view word);  // empty: table

class ResultTable {
 public:
  explicit ResultTable(TableFormat format) : format_(format) {}
  void add(const store::Cursor& row);
  std::string finish();

 private:
  TableFormat format_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;  // of the table format
  std::string text_;
  bool any_ = false;
};

}  // namespace ganbo::app
