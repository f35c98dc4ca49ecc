#include "exports/csv_rows.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "imports/file_head.hpp"
#include "platform/columns/database.hpp"

namespace ganbo::exports {
namespace {

Error refused(std::string_view message) {
  return changed_file("csv", fmt::format("It cannot be read as CSV: {}.", message));
}

}  // namespace

Result<void> read_csv_rows(const Table& table, const Place& place, const SeeCells& see) {
  const auto head = TRY(imports::read_file_head(place.file, ','));
  const bool same =
      std::equal(head.headers.begin(), head.headers.end(), table.columns.begin(), table.columns.end(),
                 [](const std::string& header, const store::Field& column) { return header == column.name; });
  if (!same) return changed_file("columns", fmt::format("Its columns are not those of {}.", table.name));
  std::string columns;
  for (const auto& column : table.columns)
    columns += fmt::format("{}'{}': 'VARCHAR'", columns.empty() ? "" : ", ", column.name);
  auto database =
      TRY(columns::Database::open({.files = {place.file}, .spill_directory = place.folder, .refused = refused}));
  TRY(database.lock());
  std::vector<std::string_view> cells(table.columns.size());
  return database.query(
      fmt::format("select * from read_csv({}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', "
                  "new_line='\\n', columns={{{}}}, max_line_size=8388608)",
                  columns::sql_text(std::filesystem::absolute(place.file).string()), columns),
      [&](const columns::Chunk& chunk) -> Result<void> {
        for (std::size_t row = 0; row < chunk.rows(); ++row) {
          for (std::size_t c = 0; c < cells.size(); ++c) cells[c] = chunk.text_or_empty(c, row);
          TRY(see(cells));
        }
        return {};
      });
}

}  // namespace ganbo::exports
