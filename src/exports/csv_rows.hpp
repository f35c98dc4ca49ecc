// The rows of a CSV file that holds a table, cell by cell.
#pragma once

#include "exports/table_format.hpp"

namespace ganbo::exports {

using SeeCells = std::function<Result<void>(std::span<const std::string_view>)>;

// In the file's order; the header must name the table's columns. Cells are valid during the call.
Result<void> read_csv_rows(const Table& table, const Place& place, const SeeCells& see);

}  // namespace ganbo::exports
