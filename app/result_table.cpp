#include "result_table.hpp"

#include <algorithm>

#include "platform/base/csv_cell.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::app {
namespace {

// Width in characters as a terminal shows them, near enough: code points.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void pad(std::string& out, std::string_view text, std::size_t width) {
  out += text;
  out.append(width - std::min(width, width_of(text)), ' ');
}

// Infinity and what is no number have no form in JSON.
bool is_json_number(const store::Cursor& row, int column) {
  const std::string_view text = row.text(column);
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (row.type(column) == store::ColumnType::integer) return digits.size() <= 15;
  return row.type(column) == store::ColumnType::real &&
         digits.find_first_not_of("0123456789.e+-") == std::string_view::npos;
}

}  // namespace

Result<TableFormat> parse_table_format(std::string_view word) {
  if (word.empty() || word == "table") return TableFormat::table;
  if (word == "csv") return TableFormat::csv;
  if (word == "json") return TableFormat::json;
  return invalid("format", "choice", "It must be table, csv or json.");
}

void ResultTable::add(const store::Cursor& row) {
  constexpr std::size_t cell_bytes = sizeof(std::string);  // of a cell that is kept until widths are known
  for (int i = 0; i < row.columns(); ++i)
    bytes_ += row.text(i).size() + (format_ == TableFormat::table ? cell_bytes : 4);
  if (is_full()) {
    text_ = {};
    rows_ = {};
    return;
  }
  if (format_ == TableFormat::json) {
    text_ += any_ ? ",\n" : "";
    JsonWriter json(text_);
    json.begin_object();
    for (int i = 0; i < row.columns(); ++i) {
      json.key(header_[static_cast<std::size_t>(i)]);
      if (row.is_null(i))
        json.null();
      else if (is_json_number(row, i))
        json.raw(row.text(i));
      else
        json.text(row.text(i));
    }
    json.end_object();
  } else {
    std::vector<std::string> cells;
    cells.reserve(static_cast<std::size_t>(row.columns()));
    for (int i = 0; i < row.columns(); ++i) cells.push_back(row.is_null(i) ? "" : std::string(row.text(i)));
    if (format_ == TableFormat::csv) {
      for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i == 0 ? "" : ",") + csv_cell(cells[i]);
      text_ += '\n';
    } else {
      rows_.push_back(std::move(cells));
    }
  }
  any_ = true;
}

std::string ResultTable::finish() {
  if (format_ == TableFormat::json) return "[" + text_ + "]\n";
  std::string out;
  if (format_ == TableFormat::csv) {
    for (std::size_t i = 0; i < header_.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(header_[i]);
    return out + (header_.empty() ? "" : "\n") + text_;
  }
  std::vector<std::size_t> widths;
  widths.reserve(header_.size());
  for (const auto& name : header_) widths.push_back(width_of(name));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) pad(out, cells[i], i + 1 == cells.size() ? 0 : widths[i] + 2);
    out += '\n';
  };
  line(header_);
  for (const auto& row : rows_) line(row);
  return out;
}

}  // namespace ganbo::app
