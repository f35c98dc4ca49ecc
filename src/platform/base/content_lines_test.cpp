#include "platform/base/content_lines.hpp"

#include <gtest/gtest.h>

#include "platform/base/fold.hpp"

namespace ganbo {
namespace {

std::string unfolded(std::string text) {
  for (auto fold = text.find("\r\n "); fold != std::string::npos; fold = text.find("\r\n ")) text.erase(fold, 3);
  return text;
}

TEST(ContentLines, are_folded_at_75_octets_and_never_within_a_character) {
  for (std::size_t length = 0; length < 400; length += 7) {
    std::string value;
    while (value.size() < length) value += "Nguyễn Thị Ánh 🎂 ";
    ContentLines lines;
    lines.add("SUMMARY", value);
    EXPECT_EQ(unfolded(lines.text()), "SUMMARY:" + value + "\r\n");
    std::size_t from = 0;
    while (from < lines.text().size()) {
      const auto end = lines.text().find("\r\n", from);
      EXPECT_LE(end - from, 75U);
      EXPECT_TRUE(is_valid_utf8(std::string_view(lines.text()).substr(from, end - from)));
      from = end + 2;
    }
  }
  ContentLines exact;
  exact.add("X", std::string(73, 'a'));
  EXPECT_EQ(exact.text(), "X:" + std::string(73, 'a') + "\r\n");
  ContentLines over;
  over.add("X", std::string(74, 'a'));
  EXPECT_EQ(over.text(), "X:" + std::string(73, 'a') + "\r\n a\r\n");
}

TEST(ContentLines, a_text_ends_no_line_and_begins_no_property) {
  EXPECT_EQ(escaped_text("a,b;c\\d\r\ne\tf"), R"(a\,b\;c\\d\ne f)");
  EXPECT_EQ(escaped_text(std::string("x\0\x07\x7fy", 5)), "xy");
  ContentLines lines;
  lines.add_text("NOTE", "hi\r\nEND:VCARD");
  EXPECT_EQ(lines.text(), "NOTE:hi\\nEND:VCARD\r\n");
}

}  // namespace
}  // namespace ganbo
