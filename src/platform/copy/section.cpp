#include "platform/copy/section.hpp"

#include <algorithm>
#include <array>

namespace ganbo::copy {
namespace {

using store::Connection;
using store::RowSlice;

// What is not copied as rows: how the record was made, and command names.
constexpr std::array<std::string_view, 4> apart{"record_meta", "command_names", "recent_command_names",
                                                "command_name_filters"};

class RowsWalk final : public Walk {
 public:
  RowsWalk(Connection& connection, const store::TableFacts& table, std::string mark)
      : walk_(connection, table, std::move(mark)) {}
  Result<RowSlice> next(std::size_t rows_max) override { return walk_.next(rows_max); }
  std::string mark() const override { return walk_.key(); }

 private:
  store::TableWalk walk_;
};

class TableSection final : public Section {
 public:
  explicit TableSection(const store::TableFacts& table) : table_(table) {}
  std::string_view name() const override { return table_.name; }
  std::string_view says() const override { return table_.says; }
  std::span<const store::Field> columns() const override { return table_.columns; }
  Result<std::int64_t> count(Connection& connection) const override { return store::count_rows(connection, table_); }
  Result<std::unique_ptr<Walk>> walk(Connection& connection, std::string mark) const override {
    return std::unique_ptr<Walk>(std::make_unique<RowsWalk>(connection, table_, std::move(mark)));
  }
  Result<void> open(Connection&) override { return {}; }
  Result<void> put(Connection& target, const RowSlice& rows) override {
    return store::insert_rows(target, table_, rows);
  }
  void committed() override {}

 private:
  const store::TableFacts& table_;
};

}  // namespace

std::vector<std::unique_ptr<Section>> sections_of(const store::Schema& schema) {
  std::vector<std::unique_ptr<Section>> sections;
  for (const auto& table : schema.tables)
    if (std::find(apart.begin(), apart.end(), table.name) == apart.end())
      sections.push_back(std::make_unique<TableSection>(table));
  const bool has_names = std::any_of(schema.tables.begin(), schema.tables.end(),
                                     [](const store::TableFacts& table) { return table.name == "command_names"; });
  if (has_names) sections.push_back(make_names_section(schema));
  return sections;
}

}  // namespace ganbo::copy
