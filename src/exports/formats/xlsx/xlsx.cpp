#include "exports/formats/xlsx/xlsx.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>

#include "exports/cell_text.hpp"
#include "exports/cells_to_rows.hpp"
#include "exports/csv_rows.hpp"
#include "imports/formats/xlsx/workbook.hpp"
#include "imports/formats/xlsx/xlsx.hpp"

// The sheet is called as the table; one that is full goes on in another, `events (2)`. Numbers that a spreadsheet keeps
// exactly (15 digits) are numbers, all others texts. A text of more than 32,767 characters stands in pieces on the
// sheet `long texts`: its place in the table (the first row is 1), its column, a piece; its cell says so.
namespace ganbo::exports::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t rows_a_sheet = 1'048'576 - 1;  // below the header
constexpr std::size_t characters_max = 32'767;
constexpr double whole_max = 1e15;
constexpr std::string_view long_sheet = "long texts";
// No text begins so: see cell_text.hpp.
constexpr std::string_view stands_elsewhere = "'…";

std::string sheet_name(std::string_view table, std::int64_t number) {
  return number == 1 ? std::string(table) : fmt::format("{} ({})", table, number);
}

// Characters as spreadsheets count them: of UTF-16.
std::size_t characters_of(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) ++count;
    if (byte >= 0xf0) ++count;
  }
  return count;
}

// The first so many bytes, or a few less, so that no character is cut.
std::string_view piece_of(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while ((static_cast<unsigned char>(text[bytes_max]) & 0xc0) == 0x80) --bytes_max;
  return text.substr(0, bytes_max);
}

// What the number is written with says the same again.
bool is_exact(double value) {
  const std::string digits = fmt::format("{:.15g}", value);
  double read = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), read);
  return std::isfinite(value) && read == value &&
         (value == 0 || (std::abs(value) >= 1e-9 && std::abs(value) < whole_max));
}

class XlsxTable final : public TableWriter, private store::Binder {
 public:
  XlsxTable(const Table& table, const Place& place) : table_(table), file_(place.file), folder_(place.folder) {
    lxw_workbook_options options{.constant_memory = LXW_TRUE, .tmpdir = folder_.data(), .use_zip64 = LXW_TRUE};
    book_ = workbook_new_opt(file_.c_str(), &options);
    // The time it was made would make every file another one.
    lxw_doc_properties properties{};
    properties.created = 1;
    if (book_ != nullptr) workbook_set_properties(book_, &properties);
    begin_sheet();
  }
  XlsxTable(const XlsxTable&) = delete;
  XlsxTable& operator=(const XlsxTable&) = delete;
  // One that was not finished is closed all the same: that is what frees it. Its file has no manifest.
  ~XlsxTable() override {
    if (book_ != nullptr) workbook_close(book_);
  }

  Result<void> put(const store::RowSlice& rows) override {
    for (std::size_t place = 0; place < rows.size(); ++place) {
      if (row_ > rows_a_sheet) begin_sheet();
      int column = 0;
      for (store::RowReader reader(rows.row(place)); !reader.done(); ++column) reader.bind(*this, column);
      ++row_;
      ++rows_;
    }
    return failed_ ? Result<void>(unwritten_file(file_)) : Result<void>();
  }

  Result<void> finish() override {
    const bool whole = book_ != nullptr && !failed_ && workbook_close(std::exchange(book_, nullptr)) == LXW_NO_ERROR;
    return whole ? Result<void>() : Result<void>(unwritten_file(file_));
  }

 private:
  void check(lxw_error error) { failed_ = failed_ || error != LXW_NO_ERROR; }

  lxw_worksheet* add_sheet(const std::string& name) {
    lxw_worksheet* const sheet = book_ == nullptr ? nullptr : workbook_add_worksheet(book_, name.c_str());
    failed_ = failed_ || sheet == nullptr;
    return sheet;
  }

  void begin_sheet() {
    sheet_ = add_sheet(sheet_name(table_.name, ++sheets_));
    row_ = 0;
    if (failed_) return;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) put_text(i, table_.columns[i].name);
    worksheet_freeze_panes(sheet_, 1, 0);
    ++row_;
  }

  void put_text(std::size_t column, std::string_view text) {
    if (failed_) return;
    check(worksheet_write_string(sheet_, static_cast<lxw_row_t>(row_), static_cast<lxw_col_t>(column),
                                 std::string(text).c_str(), nullptr));
  }

  void put_number(int place, double value) {
    if (failed_) return;
    check(worksheet_write_number(sheet_, static_cast<lxw_row_t>(row_), static_cast<lxw_col_t>(place), value, nullptr));
  }

  void put_cell(int place, const std::string& cell) {
    const auto column = static_cast<std::size_t>(place);
    if (cell.size() <= characters_max || characters_of(cell) <= characters_max) return put_text(column, cell);
    put_text(column, std::string(stands_elsewhere).append(" ").append(long_sheet));
    if (long_texts_ == nullptr) {
      long_texts_ = add_sheet(std::string(long_sheet));
      put_long(0, "row", "column", "text");
    }
    for (std::string_view left = cell; !left.empty();) {
      const auto piece = piece_of(left, characters_max - 1);
      put_long(++long_rows_, integer_cell(rows_ + 1), table_.columns[column].name,
               std::string(1, '|').append(piece));  // so that blanks and apostrophes stay
      left.remove_prefix(piece.size());
    }
  }

  void put_long(std::int64_t row, std::string_view of_row, std::string_view column, const std::string& text) {
    if (failed_) return;
    const auto at = static_cast<lxw_row_t>(row);
    check(worksheet_write_string(long_texts_, at, 0, std::string(of_row).c_str(), nullptr));
    check(worksheet_write_string(long_texts_, at, 1, std::string(column).c_str(), nullptr));
    check(worksheet_write_string(long_texts_, at, 2, text.c_str(), nullptr));
  }

  void integer(int place, std::int64_t value) override {
    const auto number = static_cast<double>(value);
    if (std::abs(number) < whole_max)
      put_number(place, number);
    else
      put_cell(place, integer_cell(value));
  }
  void real(int place, double value) override {
    if (is_exact(value))
      put_number(place, value);
    else
      put_cell(place, real_cell(value));
  }
  void text(int place, std::string_view value) override {
    if (std::string cell = text_cell(value, table_.columns[static_cast<std::size_t>(place)].nullable); !cell.empty())
      put_cell(place, cell);
  }
  void blob(int place, std::string_view bytes) override { put_cell(place, blob_cell(bytes)); }
  void null(int) override {}

  Table table_;
  std::string file_;
  std::string folder_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_worksheet* long_texts_ = nullptr;
  std::int64_t sheets_ = 0;
  std::int64_t row_ = 0;   // on the sheet
  std::int64_t rows_ = 0;  // in the table
  std::int64_t long_rows_ = 0;
  bool failed_ = false;
};

Result<std::unique_ptr<TableWriter>> write(const Table& table, const Place& place) {
  return std::unique_ptr<TableWriter>(std::make_unique<XlsxTable>(table, place));
}

// By row and column.
using LongTexts = std::map<std::pair<std::string, std::string>, std::string, std::less<>>;

class XlsxReader {
 public:
  XlsxReader(const Table& table, const Place& place, const SeeRows& see)
      : table_(table), place_(place), rows_(table, see) {}

  Result<void> read() {
    const auto book = TRY(imports::formats::Workbook::open(place_.file));
    const auto has_sheet = [&](const std::string& name) { return book.sheet(name).ok(); };
    if (has_sheet(std::string(long_sheet))) TRY(read_long_texts());
    for (std::int64_t sheet = 1;; ++sheet) {
      const std::string name = sheet_name(table_.name, sheet);
      TRY(read_sheet(name, table_, [&](std::span<const std::string_view> cells) { return add(cells); }));
      if (row_ != sheet * rows_a_sheet || !has_sheet(sheet_name(table_.name, sheet + 1))) return rows_.finish();
    }
  }

 private:
  Result<void> read_sheet(const std::string& name, const Table& table, const SeeCells& see) {
    const Place plain{.file = (fs::path(place_.folder) / "sheet.csv").string(), .folder = place_.folder};
    {
      imports::CsvWriter out(plain.file);
      TRY(imports::formats::make_xlsx().write_csv({.file = place_.file, .sheet = name, .folder = place_.folder}, out));
      TRY(out.finish());
    }
    const auto read = read_csv_rows(table, plain, see);
    std::error_code ignored;
    fs::remove(plain.file, ignored);
    return read;
  }

  Result<void> read_long_texts() {
    using store::ColumnType;
    static constexpr std::array<store::Field, 3> columns{
        {{"row", ColumnType::text, false}, {"column", ColumnType::text, false}, {"text", ColumnType::text, false}}};
    const Table table{.name = long_sheet, .columns = columns};
    return read_sheet(std::string(long_sheet), table, [&](std::span<const std::string_view> cells) -> Result<void> {
      if (cells[2].empty()) return changed_file("long texts", "A piece of a long text is missing.");
      long_texts_[{std::string(cells[0]), std::string(cells[1])}] += cells[2].substr(1);
      return {};
    });
  }

  Result<void> add(std::span<const std::string_view> cells) {
    ++row_;
    whole_.assign(cells.begin(), cells.end());
    for (std::size_t i = 0; i < whole_.size(); ++i) {
      if (!whole_[i].starts_with(stands_elsewhere)) continue;
      const auto found = long_texts_.find(std::pair(integer_cell(row_), std::string(table_.columns[i].name)));
      if (found == long_texts_.end())
        return changed_file("long texts", fmt::format("The sheet “{}” has no text for row {}.", long_sheet, row_));
      whole_[i] = found->second;
    }
    return rows_.add(whole_);
  }

  const Table& table_;
  const Place& place_;
  CellsToRows rows_;
  LongTexts long_texts_;
  std::vector<std::string_view> whole_;
  std::int64_t row_ = 0;
};

Result<void> read(const Table& table, const Place& place, const SeeRows& see) {
  return XlsxReader(table, place, see).read();
}

}  // namespace

TableFormat make_xlsx() {
  return {.name = "xlsx",
          .sentence = "Excel workbooks, one for each table",
          .extension = "xlsx",
          .write = write,
          .read = read};
}

}  // namespace ganbo::exports::formats
