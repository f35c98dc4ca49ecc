#include "imports/formats/xlsx/xlsx.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <charconv>
#include <cmath>
#include <pugixml.hpp>

#include "imports/file_head.hpp"
#include "imports/formats/xlsx/workbook.hpp"

// The first row with a cell in it is the header; rows without any are no rows. Numbers come with a point, dates by what
// their style shows, counted from 1900 or 1904. Of a formula only the value that was kept with it is read; nothing is
// ever computed.
namespace ganbo::imports::formats {
namespace {

struct Cell {
  std::string text;
  bool is_number = false;
};

// `AB12` is the 28th column: 27.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z' && letters < 4)
    column = column * 26 + static_cast<std::size_t>(reference[letters++] - 'A') + 1;
  if (letters == 0) return std::nullopt;
  return column - 1;
}

std::string_view child_text(const pugi::xml_node& node, std::string_view name) {
  for (const auto& child : node.children())
    if (local_name(child.name()) == name) return child.text().get();
  return {};
}

bool has_child(const pugi::xml_node& node, std::string_view name) {
  for (const auto& child : node.children())
    if (local_name(child.name()) == name) return true;
  return false;
}

std::string inline_text(const pugi::xml_node& cell) {
  std::string text;
  for (const auto& is : cell.children()) {
    if (local_name(is.name()) != "is") continue;
    for (const auto& piece : is.children()) {
      if (local_name(piece.name()) == "t") text += piece.text().get();
      if (local_name(piece.name()) == "r") text += child_text(piece, "t");
    }
  }
  return text;
}

// What is kept with 17 digits is shown with 15.
std::string number_text(double number) {
  if (number == std::floor(number) && std::abs(number) < 1e15) return fmt::format("{:.0f}", number);
  std::string text = fmt::format("{:.15g}", number);
  if (text.find('e') == std::string::npos) return text;
  return std::abs(number) < 1 ? fmt::format("{:.15f}", number) : text;
}

class SheetReader {
 public:
  SheetReader(const Workbook& book, CsvWriter& out) : book_(book), out_(out) {}

  Result<void> read(Part rows) {
    while (true) {
      const auto row = TRY(rows.next("row"));
      if (row.empty()) break;
      pugi::xml_document document;
      if (!document.load_buffer(row.data(), row.size(), pugi::parse_default | pugi::parse_ws_pcdata))
        return unreadable_file("xlsx", "The spreadsheet cannot be read: a row is no XML. Open it and save it anew.");
      TRY(take(document.first_child()));
      if (out_.failed()) return out_.finish();
    }
    return {};
  }

 private:
  Result<void> take(const pugi::xml_node& row) {
    cells_.clear();
    std::size_t next = 0;
    for (const auto& node : row.children()) {
      if (local_name(node.name()) != "c") continue;
      const std::size_t column = column_of(node.attribute("r").value()).value_or(next);
      next = column + 1;
      Cell cell = TRY(read_cell(node));
      if (cell.text.empty()) continue;
      if (column >= columns_max)
        return Error{
            ErrorCode::too_large,
            fmt::format("The sheet has a value in column {}; at most {} columns are read. Leave out what is not "
                        "needed.",
                        column + 1, columns_max),
            "file", "columns"};
      if (column >= cells_.size()) cells_.resize(column + 1);
      cells_[column] = std::move(cell);
    }
    if (cells_.empty()) return {};
    if (width_ == 0) width_ = cells_.size();
    // What stands right of the headers makes the row longer than they are, and so it is refused.
    if (cells_.size() < width_) cells_.resize(width_);
    for (const auto& cell : cells_) {
      if (cell.is_number)
        out_.number(cell.text);
      else
        out_.cell(cell.text);
    }
    out_.end_row();
    return {};
  }

  Result<Cell> read_cell(const pugi::xml_node& node) const {
    const std::string_view type = node.attribute("t").value();
    const std::string_view value = child_text(node, "v");
    if (type == "inlineStr") return Cell{inline_text(node)};
    if (value.empty() && has_child(node, "f") && type != "str")
      return unreadable_file(
          "formula", fmt::format("The cell {} holds a formula without its value. Open the file in a spreadsheet "
                                 "program and save it, so that values are kept. Nothing of it was imported.",
                                 std::string_view(node.attribute("r").value()).substr(0, 12)));
    if (type == "s") {
      std::size_t place = 0;
      const auto read = std::from_chars(value.data(), value.data() + value.size(), place);
      if (read.ec != std::errc{} || place >= book_.shared_texts())
        return unreadable_file("xlsx", "The spreadsheet cannot be read: a cell names a text that is not there.");
      return Cell{std::string(book_.shared_text(place))};
    }
    if (type == "b") return Cell{value == "1" ? "true" : "false"};
    if (!type.empty() && type != "n") return Cell{std::string(value)};
    return number_cell(value, static_cast<std::size_t>(node.attribute("s").as_uint()));
  }

  Cell number_cell(std::string_view value, std::size_t style) const {
    double number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (value.empty() || read.ec != std::errc{} || read.ptr != value.data() + value.size() || !std::isfinite(number))
      return {std::string(value)};
    if (const Shown shown = book_.shown_by_style(style); shown != Shown::number)
      if (std::string date = date_text(number, shown, book_.from_1904()); !date.empty()) return {std::move(date)};
    return {number_text(number), true};
  }

  const Workbook& book_;
  CsvWriter& out_;
  std::vector<Cell> cells_;
  std::size_t width_ = 0;
};

bool recognises(std::string_view start, const std::string& file) {
  if (!start.starts_with("PK")) return false;
  int problem = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, &problem);
  if (archive == nullptr) return start.find("xl/") != std::string_view::npos;  // cut off: open() says so
  const bool found = zip_name_locate(archive, "xl/workbook.xml", 0) >= 0;
  zip_discard(archive);
  return found;
}

Result<void> write_csv(const FormatInput& input, CsvWriter& out) {
  const Workbook book = TRY(Workbook::open(input.file));
  return SheetReader(book, out).read(TRY(book.stream(TRY(book.sheet(input.sheet)))));
}

}  // namespace

Format make_xlsx() {
  return {.name = "xlsx",
          .sentence = "Excel workbooks: the first sheet, or the one of --sheet",
          .sheets = Workbook::sheet_names,
          .recognises = recognises,
          .write_csv = write_csv};
}

}  // namespace ganbo::imports::formats
