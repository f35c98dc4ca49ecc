#include "imports/formats/parquet/parquet.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "imports/file_head.hpp"
#include "platform/columns/database.hpp"

// DuckDB reads it, chunk by chunk. Its types become text: instants in UTC, days as ISO, numbers with a point.
namespace ganbo::imports::formats {
namespace {

Error refused(std::string_view message) {
  return unreadable_file("parquet", fmt::format("The Parquet file cannot be read: {}", message));
}

bool recognises(std::string_view start, const std::string&) { return start.starts_with("PAR1"); }

Result<void> write_csv(const FormatInput& input, CsvWriter& out) {
  auto database =
      TRY(columns::Database::open({.files = {input.file}, .spill_directory = input.folder, .refused = refused}));
  TRY(database.lock());
  // Columns are given names of ours: nothing of the file's text becomes SQL.
  const std::string file = "read_parquet(" + columns::sql_text(std::filesystem::absolute(input.file).string()) + ")";
  const auto columns = TRY(database.columns_of(file));
  if (columns.size() > columns_max)
    return Error{ErrorCode::too_large,
                 fmt::format("The file has {} columns; at most {} are read.", columns.size(), columns_max), "file",
                 "columns"};
  std::string names;
  std::string cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out.cell(columns[i].name);
    names += fmt::format("{}c{}", i == 0 ? "" : ", ", i);
    cells += i == 0 ? "" : ", ";
    cells += columns[i].is_instant ? fmt::format("strftime(make_timestamp(epoch_us(c{})), '%Y-%m-%dT%H:%M:%S.%fZ')", i)
                                   : fmt::format("c{}::varchar", i);
  }
  out.end_row();
  return database.query(fmt::format("select {} from {} as t({})", cells, file, names),
                        [&](const columns::Chunk& chunk) -> Result<void> {
                          for (std::size_t row = 0; row < chunk.rows(); ++row) {
                            for (std::size_t c = 0; c < columns.size(); ++c) {
                              const auto cell = chunk.text_or_empty(c, row);
                              if (columns[c].is_decimal)
                                out.number(cell);
                              else
                                out.cell(cell);
                            }
                            out.end_row();
                          }
                          return out.failed() ? out.finish() : Result<void>();
                        });
}

}  // namespace

Format make_parquet() {
  return {.name = "parquet", .sentence = "Apache Parquet", .recognises = recognises, .write_csv = write_csv};
}

}  // namespace ganbo::imports::formats
