// The promise of every format, written once: it runs over all folders of the family.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "exports/table_format.hpp"
#include "imports/temporary_folder.hpp"

namespace ganbo::exports {
namespace {

using store::ColumnType;

constexpr std::array<store::Field, 6> columns{{{"id", ColumnType::integer, false},
                                               {"amount", ColumnType::real, true},
                                               {"name", ColumnType::text, false},
                                               {"note", ColumnType::text, true},
                                               {"hash", ColumnType::blob, true},
                                               {"moment", ColumnType::integer, true}}};
const Table table{.name = "things", .columns = columns};

// All columns of a row; null where there is none.
struct Row {
  std::int64_t id = 0;
  std::optional<double> amount = {};
  std::string name;
  std::optional<std::string> note = {};
  std::optional<std::string> hash = {};
  std::optional<std::int64_t> moment = {};
};

std::string bytes_of(const Row& row) {
  store::RowWriter out;
  out.integer(0, row.id);
  if (row.amount)
    out.real(1, *row.amount);
  else
    out.null(1);
  out.text(2, row.name);
  if (row.note)
    out.text(3, *row.note);
  else
    out.null(3);
  if (row.hash)
    out.blob(4, *row.hash);
  else
    out.null(4);
  if (row.moment)
    out.integer(5, *row.moment);
  else
    out.null(5);
  return std::string(out.row());
}

class TableFormatLeaf : public ::testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override {
    auto made = imports::TemporaryFolder::make("");
    ASSERT_TRUE(made.ok());
    folder_.emplace(std::move(*made));
    ASSERT_NE(format(), nullptr);
  }
  const TableFormat* format() const { return TableFormats::all().find(GetParam()); }
  Place place() const { return {folder_->file("things." + std::string(format()->extension)), folder_->path()}; }

  Result<void> write(const std::vector<std::string>& rows) const {
    const auto writer = TRY(format()->write(table, place()));
    // In slices of two, so that more than one is put.
    for (std::size_t from = 0; from < rows.size(); from += 2) {
      store::RowSlice slice;
      for (std::size_t i = from; i < std::min(from + 2, rows.size()); ++i) slice.add(rows[i]);
      TRY(writer->put(slice));
    }
    return writer->finish();
  }
  Result<std::vector<std::string>> read() const {
    std::vector<std::string> rows;
    TRY(format()->read(table, place(), [&](const store::RowSlice& slice) -> Result<void> {
      for (std::size_t i = 0; i < slice.size(); ++i) rows.emplace_back(slice.row(i));
      return {};
    }));
    return rows;
  }
  void expect_back(const std::vector<Row>& rows) const {
    std::vector<std::string> bytes;
    for (const auto& row : rows) bytes.push_back(bytes_of(row));
    const auto written = write(bytes);
    ASSERT_TRUE(written.ok()) << written.error().message;
    const auto back = read();
    ASSERT_TRUE(back.ok()) << back.error().message;
    ASSERT_EQ(back->size(), bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_EQ((*back)[i], bytes[i]) << "row " << i;
  }

 private:
  std::optional<imports::TemporaryFolder> folder_;
};

TEST_P(TableFormatLeaf, describes_itself) {
  EXPECT_FALSE(format()->sentence.empty());
  EXPECT_FALSE(format()->extension.empty());
}

TEST_P(TableFormatLeaf, gives_back_texts_as_they_were) {
  std::vector<Row> rows;
  for (const std::string text : {"",
                                 "Nguyễn Thị Đào",
                                 "=1+1",
                                 "'=1+1",
                                 "'",
                                 "''",
                                 "'\"x\"",
                                 "\"quoted\"",
                                 "+84 912 345 678",
                                 "+A1",
                                 "-5",
                                 "-A1",
                                 "@sum",
                                 "a,b;c\td",
                                 "two\nlines",
                                 "two\r\nlines",
                                 "\r",
                                 "\n",
                                 "\t",
                                 " blanks around ",
                                 "1",
                                 "007",
                                 "1e5",
                                 "NULL",
                                 "null",
                                 "\\x00",
                                 "\x01\x1f\x7f",
                                 "_x0041_",
                                 "<b>&amp;</b>",
                                 "]]>",
                                 "☕ 𝄞",
                                 "'… long texts",
                                 "{\"a\":[1,\"hai\"]}",
                                 "true",
                                 "2024-01-31"})
    rows.push_back({.id = std::ssize(rows), .name = text, .note = text});
  rows.push_back({.id = std::ssize(rows), .name = "null"});
  expect_back(rows);
}

TEST_P(TableFormatLeaf, gives_back_numbers_to_the_last_bit) {
  using Integers = std::numeric_limits<std::int64_t>;
  using Reals = std::numeric_limits<double>;
  std::vector<Row> rows;
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{999'999'999'999'999}, std::int64_t{1'000'000'000'000'000},
        std::int64_t{9'007'199'254'740'993}, std::int64_t{1'732'226'400'000'000}, Integers::max(), Integers::min()})
    rows.push_back({.id = number, .name = "integer", .moment = number});
  for (const double number : {0.0, 0.1, 0.125, 1.0 / 3, -2.5, 1e-300, 1e300, 123456789.123456789, Reals::max(),
                              Reals::min(), Reals::denorm_min(), Reals::epsilon(), 1e15, 0.30000000000000004})
    rows.push_back({.id = 0, .amount = number, .name = "real"});
  expect_back(rows);
}

TEST_P(TableFormatLeaf, gives_back_bytes_as_they_were) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  expect_back(
      {{.id = 1, .name = "all", .hash = all}, {.id = 2, .name = "none", .hash = ""}, {.id = 3, .name = "null"}});
}

TEST_P(TableFormatLeaf, gives_back_texts_longer_than_a_cell_of_a_spreadsheet_holds) {
  std::string ascii(40'000, 'a');
  std::string accents;
  while (accents.size() < 150'000) accents += "ế☕𝄞 ";
  std::string formula = "=" + ascii;
  expect_back({{.id = 1, .name = ascii, .note = accents},
               {.id = 2, .name = formula, .note = std::string(32'767, 'b')},
               {.id = 3, .name = "short", .hash = ascii}});
}

TEST_P(TableFormatLeaf, gives_back_a_table_without_rows) { expect_back({}); }

TEST_P(TableFormatLeaf, gives_back_more_rows_than_come_in_one_go) {
  std::vector<Row> rows;
  for (std::int64_t id = 0; id < 5'000; ++id)
    rows.push_back({.id = id, .name = "row " + std::to_string(id), .moment = id * 1'000'000'007});
  expect_back(rows);
}

TEST_P(TableFormatLeaf, refuses_a_file_that_was_cut_off_or_is_another) {
  std::vector<std::string> rows;
  for (std::int64_t id = 0; id < 100; ++id) rows.push_back(bytes_of({.id = id, .name = "row", .note = "two\nlines"}));
  ASSERT_TRUE(write(rows).ok());
  std::filesystem::resize_file(place().file, std::filesystem::file_size(place().file) - 3);
  const auto cut = read();
  EXPECT_TRUE(!cut.ok() || cut->size() < 100 || cut->back() != rows.back());
  std::ofstream(place().file, std::ios::binary) << "name,id\na,1\n";
  EXPECT_FALSE(read().ok());
  std::filesystem::remove(place().file);
  EXPECT_FALSE(read().ok());
}

TEST_P(TableFormatLeaf, tells_when_it_cannot_be_written) {
  const auto writer = format()->write(table, {"/nowhere/at/all/things", "/tmp"});
  if (!writer.ok()) return;
  store::RowSlice slice;
  slice.add(bytes_of({.id = 1, .name = "a"}));
  const bool put = (*writer)->put(slice).ok();
  EXPECT_FALSE(put && (*writer)->finish().ok());
}

INSTANTIATE_TEST_SUITE_P(All, TableFormatLeaf, ::testing::ValuesIn([] {
                           std::vector<std::string_view> names;
                           for (const auto& format : TableFormats::all().list()) names.push_back(format.name);
                           return names;
                         }()),
                         [](const auto& it) { return std::string(it.param); });

}  // namespace
}  // namespace ganbo::exports
