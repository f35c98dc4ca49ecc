#include "imports/file_head.hpp"

#include <gtest/gtest.h>

namespace ganbo::imports {
namespace {

std::string headers_of(std::string_view text, char delimiter = 0) {
  const auto head = head_of(text, true, delimiter);
  if (!head.ok()) return head.error().rule + ": " + head.error().message;
  std::string out(1, head->delimiter);
  for (const auto& header : head->headers) out += " [" + header + "]";
  return out;
}

TEST(FileHead, finds_what_separates_the_columns) {
  EXPECT_EQ(headers_of("a,b\n1,2\n"), ", [a] [b]");
  EXPECT_EQ(headers_of("a;b\n1,5;2\n"), "; [a] [b]");
  EXPECT_EQ(headers_of("a\tb,c\n1\t2\n"), "\t [a] [b,c]");
  EXPECT_EQ(headers_of("\xEF\xBB\xBFtên,\"số, ký hiệu\"\r\n1,\"x\ny\"\r\n"), ", [tên] [số, ký hiệu]");
  EXPECT_EQ(headers_of("email\na@b.vn\n"), ", [email]");
}

TEST(FileHead, says_what_a_file_is_that_is_no_table) {
  EXPECT_NE(headers_of("").find("empty"), std::string::npos);
  EXPECT_NE(headers_of("\n\n").find("empty"), std::string::npos);
  EXPECT_NE(headers_of(std::string_view("PK\x03\x04rest", 8)).find("spreadsheet"), std::string::npos);
  EXPECT_NE(headers_of(std::string_view("\xFF\xFE"
                                        "a\0",
                                        4))
                .find("UTF-16"),
            std::string::npos);
  EXPECT_NE(headers_of(std::string_view("a,b\n\0\1", 6)).find("binary"), std::string::npos);
  EXPECT_NE(headers_of("t\xEAn,b\n1,2\n").find("UTF-8"), std::string::npos);
}

TEST(FileHead, a_wrong_delimiter_is_told) {
  EXPECT_NE(headers_of("a;b\n1;2\n", ',').find("semicolon"), std::string::npos);
}

TEST(FileHead, more_than_a_thousand_columns_are_refused) {
  std::string header = "c0";
  for (int i = 1; i < 1000; ++i) header += ",c" + std::to_string(i);
  EXPECT_TRUE(head_of(header + "\n", true, 0).ok());
  const auto head = head_of(header + ",c1000\n", true, 0);
  ASSERT_FALSE(head.ok());
  EXPECT_EQ(head.error().rule, "columns");
}

TEST(FileHead, rows_too_short_and_too_long_do_not_hide_the_columns) {
  EXPECT_EQ(headers_of("customer_id,name,email\n1,A\n2,B,b@x.vn,extra\n3,C,c@x.vn\n"),
            ", [customer_id] [name] [email]");
  EXPECT_EQ(headers_of("name;note\nA;b;c\nB;d;e;f\n"), "; [name] [note]");
  EXPECT_EQ(headers_of("note\na, b\nc\nd, e, f\n"), "; [note]");
}

TEST(FileHead, a_first_row_longer_than_what_is_looked_at_is_a_row) {
  EXPECT_TRUE(head_of("a,b\n1,xxxxxxxxxx", false, 0)->has_rows);
}

TEST(FileHead, a_header_alone_has_no_rows) {
  EXPECT_FALSE(head_of("a,b\n", true, 0)->has_rows);
  EXPECT_TRUE(head_of("a,b\n1,2", true, 0)->has_rows);
}

TEST(FileHead, missing_files_and_directories_are_told) {
  EXPECT_EQ(read_file_head("/nowhere/at/all.csv", 0).error().code, ErrorCode::not_found);
  EXPECT_EQ(read_file_head("/tmp", 0).error().rule, "type");
}

}  // namespace
}  // namespace ganbo::imports
