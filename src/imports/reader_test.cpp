#include "imports/reader.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::imports {
namespace {

using Lines = std::vector<std::string>;

// Rows as they come, `row:cell|cell`.
Lines read(const std::string& content, const std::vector<std::size_t>& columns, const Sorting& sorting) {
  const store::testing::TemporaryDirectory directory;
  const std::string file = directory.file("file.csv");
  std::ofstream(file, std::ios::binary) << content;
  const auto head = read_file_head(file, ',');
  const auto reader = open_reader({.file = file, .spill_directory = directory.path().string()}, head.value());
  Lines out;
  for (int times = 0; times < 2; ++times) {
    Lines lines;
    const auto done =
        (*reader)->read(columns, sorting, [&](std::int64_t row, std::span<const std::string_view> cells) -> Result<void> {
          std::string line = std::to_string(row) + ":";
          for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : "|") + std::string(cells[i]);
          lines.push_back(std::move(line));
          return {};
        });
    EXPECT_TRUE(done.ok()) << done.error().message;
    EXPECT_TRUE(times == 0 || lines == out) << "the second reading gives another order";
    out = std::move(lines);
  }
  return out;
}

TEST(Reader, gives_rows_in_the_order_of_the_file_with_their_numbers) {
  EXPECT_EQ(read("a,b\n1,x\n2,\n1,\"y,z\"\n", {0, 1}, {}), (Lines{"1:1|x", "2:2|", "3:1|y,z"}));
  EXPECT_EQ(read("a,b\n1,x\n2\n3,y\n4,z,9\n5,w\n", {0}, {}), (Lines{"1:1", "3:3", "5:5"}))
      << "rows that cannot be read are counted";
  EXPECT_EQ(read("a,b\n1,x\n2\n3,y\n4,z,9\n5,w\n", {0}, {.by = {1}, .near = {}}), (Lines{"5:5", "1:1", "3:3"}));
}

TEST(Reader, brings_the_groups_of_one_customer_together_and_tears_none) {
  const Sorting by_order{.by = {0}, .near = 1};
  EXPECT_EQ(read("order,customer\n1,B\n2,A\n3,B\n4,A\n1,B\n", {0, 1}, by_order),
            (Lines{"2:2|A", "4:4|A", "1:1|B", "5:1|B", "3:3|B"}));
  // Of order 1 the customers differ, of order 2 a row names none, of order 3 none does.
  EXPECT_EQ(read("order,customer\n1,C\n2,\n3,\n4,B\n1,A\n2,B\n3,\n4,B\n5,A\n", {0, 1}, by_order),
            (Lines{"3:3|", "7:3|", "1:1|C", "5:1|A", "9:5|A", "2:2|", "6:2|B", "4:4|B", "8:4|B"}));
  // Rows without an order come as a group of their own.
  EXPECT_EQ(read("order,customer\n,C\n1,A\n,B\n", {0, 1}, by_order), (Lines{"2:1|A", "1:|C", "3:|B"}));
}

}  // namespace
}  // namespace ganbo::imports
