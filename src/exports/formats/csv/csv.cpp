#include "exports/formats/csv/csv.hpp"

#include "exports/cells_to_rows.hpp"
#include "exports/csv_rows.hpp"
#include "imports/csv_writer.hpp"

namespace ganbo::exports::formats {
namespace {

class CsvTable final : public TableWriter {
 public:
  CsvTable(const Table& table, const Place& place)
      : file_(place.file),
        out_(place.file),
        cells_(table, [this](std::size_t, std::string_view cell) { out_.cell(cell); }) {
    for (const auto& column : table.columns) out_.cell(column.name);
    out_.end_row();
  }

  Result<void> put(const store::RowSlice& rows) override {
    for (std::size_t place = 0; place < rows.size(); ++place) {
      cells_.row(rows.row(place));
      out_.end_row();
    }
    return out_.failed() ? Result<void>(unwritten_file(file_)) : Result<void>();
  }

  Result<void> finish() override { return out_.finish().ok() ? Result<void>() : Result<void>(unwritten_file(file_)); }

 private:
  std::string file_;
  imports::CsvWriter out_;
  RowsToCells cells_;
};

Result<std::unique_ptr<TableWriter>> write(const Table& table, const Place& place) {
  return std::unique_ptr<TableWriter>(std::make_unique<CsvTable>(table, place));
}

Result<void> read(const Table& table, const Place& place, const SeeRows& see) {
  CellsToRows rows(table, see);
  TRY(read_csv_rows(table, place, [&](std::span<const std::string_view> cells) { return rows.add(cells); }));
  return rows.finish();
}

}  // namespace

TableFormat make_csv() {
  return {.name = "csv", .sentence = "text that every program reads", .extension = "csv", .write = write, .read = read};
}

}  // namespace ganbo::exports::formats
