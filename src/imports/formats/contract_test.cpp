// The promise of every format, written once: it runs over all folders of the family.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "imports/format.hpp"
#include "imports/plain_file.hpp"

namespace ganbo::imports {
namespace {

std::filesystem::path family() { return std::filesystem::path(GANBO_SOURCE_DIR) / "src/imports/formats"; }

std::string content(const std::filesystem::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

void write(const std::string& file, std::string_view text) { std::ofstream(file, std::ios::binary) << text; }

class FormatLeaf : public ::testing::TestWithParam<std::string_view> {
 protected:
  const Format& format() const {
    for (const auto& format : Formats::all().list())
      if (format.name == GetParam()) return format;
    throw std::runtime_error("no such format");
  }
  // example.<extension>, whatever that is
  std::filesystem::path example() const {
    for (const auto& entry : std::filesystem::directory_iterator(family() / GetParam()))
      if (entry.path().stem() == "example") return entry.path();
    throw std::runtime_error("no example");
  }
};

TEST_P(FormatLeaf, describes_itself) {
  EXPECT_FALSE(format().sentence.empty());
  ASSERT_NE(format().recognises, nullptr);
  ASSERT_NE(format().write_csv, nullptr);
}

TEST_P(FormatLeaf, writes_of_its_example_what_is_expected) {
  const auto plain = open_plain_file({.file = example().string()});
  ASSERT_TRUE(plain.ok()) << plain.error().message;
  EXPECT_EQ(plain->format, GetParam());
  EXPECT_EQ(content(plain->path), content(family() / GetParam() / "expected.csv"));
}

TEST_P(FormatLeaf, is_known_by_its_content_under_any_name) {
  const auto folder = TemporaryFolder::make("");
  ASSERT_TRUE(folder.ok());
  const std::string renamed = folder->file("data.csv");
  write(renamed, content(example()));
  const auto plain = open_plain_file({.file = renamed});
  ASSERT_TRUE(plain.ok()) << plain.error().message;
  EXPECT_EQ(plain->format, GetParam());
}

// Nothing of a file that is cut off is half read: it is refused, or what is left is whole rows of text.
TEST_P(FormatLeaf, refuses_or_reads_whatever_is_left_of_a_file) {
  const auto folder = TemporaryFolder::make("");
  ASSERT_TRUE(folder.ok());
  const std::string whole = content(example());
  const std::string cut = folder->file("cut");
  for (std::size_t size = 1; size < whole.size(); size += 1 + whole.size() / 50) {
    write(cut, std::string_view(whole).substr(0, size));
    const auto plain = open_plain_file({.file = cut});
    if (!plain.ok()) {
      EXPECT_FALSE(plain.error().rule.empty());
    } else {
      EXPECT_TRUE(format().is_text || plain->format == "csv") << size;
    }
  }
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> out;
  for (const auto& format : Formats::all().list()) out.push_back(format.name);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Formats, FormatLeaf, ::testing::ValuesIn(names()),
                         [](const auto& leaf) { return std::string(leaf.param); });

TEST(FormatFamily, is_named_like_its_folders) {
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(family()))
    if (entry.is_directory()) folders.insert(entry.path().filename().string());
  const auto registered = names();
  EXPECT_EQ(std::set<std::string>(registered.begin(), registered.end()), folders);
}

}  // namespace
}  // namespace ganbo::imports
