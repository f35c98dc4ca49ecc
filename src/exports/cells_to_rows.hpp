// CellsToRows: the cells of a file as rows of a table, gathered to slices.
#pragma once

#include "exports/table_format.hpp"

namespace ganbo::exports {

class CellsToRows {
 public:
  CellsToRows(const Table& table, const SeeRows& see) : table_(table), see_(see) {}
  // As many cells as the table has columns; how they stand is told by cell_text.hpp.
  Result<void> add(std::span<const std::string_view> cells);
  Result<void> finish();

 private:
  const Table& table_;
  const SeeRows& see_;
  store::RowSlice slice_;
  store::RowWriter row_;
  std::string text_;
};

// Hands the columns of rows on, each as the text of its cell; null is empty.
class RowsToCells final : public store::Binder {
 public:
  using SeeCell = std::function<void(std::size_t column, std::string_view cell)>;
  RowsToCells(const Table& table, SeeCell see) : table_(table), see_(std::move(see)) {}
  void row(std::string_view bytes);

  void integer(int place, std::int64_t value) override;
  void real(int place, double value) override;
  void text(int place, std::string_view value) override;
  void blob(int place, std::string_view bytes) override;
  void null(int place) override;

 private:
  const Table& table_;
  SeeCell see_;
};

}  // namespace ganbo::exports
