#include "exports/cells_to_rows.hpp"

#include "exports/cell_text.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::exports {

constexpr std::size_t rows_a_slice = 2000;

Result<void> CellsToRows::add(std::span<const std::string_view> cells) {
  INVARIANT(cells.size() == table_.columns.size(), "{} cells of {}", cells.size(), table_.name);
  row_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i)
    TRY(bind_cell(cells[i], table_.columns[i], row_, static_cast<int>(i), text_));
  slice_.add(row_.row());
  if (slice_.size() < rows_a_slice) return {};
  return finish();
}

Result<void> CellsToRows::finish() {
  if (slice_.empty()) return {};
  const store::RowSlice full = std::exchange(slice_, {});
  return see_(full);
}

void RowsToCells::row(std::string_view bytes) {
  int place = 0;
  for (store::RowReader reader(bytes); !reader.done(); ++place) reader.bind(*this, place);
}

void RowsToCells::integer(int place, std::int64_t value) { see_(static_cast<std::size_t>(place), integer_cell(value)); }

void RowsToCells::real(int place, double value) { see_(static_cast<std::size_t>(place), real_cell(value)); }

void RowsToCells::text(int place, std::string_view value) {
  const auto column = static_cast<std::size_t>(place);
  see_(column, text_cell(value, table_.columns[column].nullable));
}

void RowsToCells::blob(int place, std::string_view bytes) { see_(static_cast<std::size_t>(place), blob_cell(bytes)); }

void RowsToCells::null(int place) { see_(static_cast<std::size_t>(place), {}); }

}  // namespace ganbo::exports
