#include "exports/formats/parquet/parquet.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "platform/columns/database.hpp"

namespace ganbo::exports::formats {
namespace {

using columns::Database;
using store::ColumnType;

constexpr std::size_t rows_a_slice = 2000;

std::string_view type_of(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "bigint";
    case ColumnType::real:
      return "double";
    case ColumnType::text:
      return "varchar";
    case ColumnType::blob:
      return "blob";
  }
  return {};
}

std::string path_of(const Place& place) { return columns::sql_text(std::filesystem::absolute(place.file).string()); }

// Puts the columns of a row into the table that becomes the file.
class Append final : public store::Binder {
 public:
  explicit Append(Database::Appender& out) : out_(out) {}
  void integer(int, std::int64_t value) override { out_.integer(value); }
  void real(int, double value) override { out_.real(value); }
  void text(int, std::string_view value) override { out_.text(value); }
  void blob(int, std::string_view bytes) override { out_.blob(bytes); }
  void null(int) override { out_.null(); }

 private:
  Database::Appender& out_;
};

class ParquetTable final : public TableWriter {
 public:
  ParquetTable(Database database, Database::Appender rows, const Place& place)
      : database_(std::move(database)), rows_(std::move(rows)), append_(rows_), place_(place) {}

  Result<void> put(const store::RowSlice& rows) override {
    for (std::size_t place = 0; place < rows.size(); ++place) {
      int column = 0;
      for (store::RowReader reader(rows.row(place)); !reader.done(); ++column) reader.bind(append_, column);
      rows_.end_row();
    }
    return {};
  }

  Result<void> finish() override {
    TRY(rows_.finish());
    return database_.run(fmt::format("copy exported to {} (format parquet, compression zstd)", path_of(place_)));
  }

 private:
  Database database_;
  Database::Appender rows_;
  Append append_;
  Place place_;
};

Result<std::unique_ptr<TableWriter>> write(const Table& table, const Place& place) {
  const auto refused = [file = place.file](std::string_view message) {
    return failure(ErrorCode::unavailable, fmt::format("{} cannot be written: {}.", file, message));
  };
  auto database = TRY(Database::open({.files = {place.file}, .spill_directory = place.folder, .refused = refused}));
  std::string columns;
  for (const auto& column : table.columns)
    columns += fmt::format("{}\"{}\" {}{}", columns.empty() ? "" : ", ", column.name, type_of(column.type),
                           column.nullable ? "" : " not null");
  TRY(database.run(fmt::format("create table exported ({})", columns)));
  TRY(database.lock());
  auto rows = TRY(database.append_to("exported"));
  return std::unique_ptr<TableWriter>(std::make_unique<ParquetTable>(std::move(database), std::move(rows), place));
}

void bind(const columns::Chunk& chunk, std::size_t column, std::size_t row, ColumnType type, store::Binder& out) {
  const int place = static_cast<int>(column);
  if (chunk.is_null(column, row)) return out.null(place);
  switch (type) {
    case ColumnType::integer:
      return out.integer(place, chunk.integer(column, row));
    case ColumnType::real:
      return out.real(place, chunk.real(column, row));
    case ColumnType::text:
      return out.text(place, chunk.text(column, row));
    case ColumnType::blob:
      return out.blob(place, chunk.text(column, row));
  }
}

// The casts see to it that a column is of its type, whatever the file says of it.
Result<void> read(const Table& table, const Place& place, const SeeRows& see) {
  const auto refused = [](std::string_view message) {
    return changed_file("parquet", fmt::format("It cannot be read as Parquet: {}.", message));
  };
  auto database = TRY(Database::open({.files = {place.file}, .spill_directory = place.folder, .refused = refused}));
  TRY(database.lock());
  std::string columns;
  for (const auto& column : table.columns)
    columns += fmt::format("{}\"{}\"::{}", columns.empty() ? "" : ", ", column.name, type_of(column.type));
  store::RowSlice slice;
  store::RowWriter out;
  TRY(database.query(fmt::format("select {} from read_parquet({})", columns, path_of(place)),
                     [&](const columns::Chunk& chunk) -> Result<void> {
                       for (std::size_t row = 0; row < chunk.rows(); ++row) {
                         out.clear();
                         for (std::size_t c = 0; c < table.columns.size(); ++c)
                           bind(chunk, c, row, table.columns[c].type, out);
                         slice.add(out.row());
                       }
                       if (slice.size() < rows_a_slice) return {};
                       const store::RowSlice full = std::exchange(slice, {});
                       return see(full);
                     }));
  return slice.empty() ? Result<void>() : see(slice);
}

}  // namespace

TableFormat make_parquet() {
  return {.name = "parquet",
          .sentence = "Apache Parquet, for analysts: typed, small and fast",
          .extension = "parquet",
          .write = write,
          .read = read};
}

}  // namespace ganbo::exports::formats
