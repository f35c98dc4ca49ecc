#include "exports/cell_text.hpp"

#include <gtest/gtest.h>

#include "platform/store/table_walk.hpp"

namespace ganbo::exports {
namespace {

TEST(CellText, stands_so_that_no_spreadsheet_runs_it) {
  struct Case {
    std::string text;
    std::string cell;
  };
  for (const auto& [text, cell] : std::vector<Case>{{"Cà phê", "Cà phê"},
                                                    {"=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"},
                                                    {"@SUM(A1)", "'@SUM(A1)"},
                                                    {"+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"},
                                                    {"-1+A1", "'-1+A1"},
                                                    {"+84 912 345 678", "+84 912 345 678"},
                                                    {"-5", "-5"},
                                                    {"\t=1", "'\t=1"},
                                                    {"'", "''"},
                                                    {"", ""},
                                                    {"a\rb", "'\"a\\rb\""}})
    EXPECT_EQ(text_cell(text, false), cell) << text;
  EXPECT_EQ(text_cell("", true), "'");
}

TEST(CellText, that_is_not_what_its_column_says_names_the_column) {
  const store::Field amount{"amount", store::ColumnType::integer, false};
  const store::Field hash{"hash", store::ColumnType::blob, false};
  const store::Field note{"note", store::ColumnType::text, false};
  struct Case {
    store::Field column;
    std::string cell;
  };
  for (const auto& [column, cell] : std::vector<Case>{{amount, ""},
                                                      {amount, "1.5"},
                                                      {amount, "99999999999999999999"},
                                                      {amount, "1 "},
                                                      {hash, "00"},
                                                      {hash, "\\x0"},
                                                      {hash, "\\xzz"},
                                                      {note, "'\"open"}}) {
    store::RowWriter row;
    std::string text;
    const auto bound = bind_cell(cell, column, row, 0, text);
    ASSERT_FALSE(bound.ok()) << cell;
    EXPECT_EQ(bound.error().field, column.name);
  }
}

}  // namespace
}  // namespace ganbo::exports
