#include "imports/quoted_cells.hpp"

#include <gtest/gtest.h>

#include <random>

#include "imports/plain_file.hpp"

namespace ganbo::imports {
namespace {

// The rule and the row of the refusal, or nothing; the same however the text is cut into pieces.
std::string said_of(const std::string& text, std::size_t columns = 3) {
  std::string first;
  for (const std::size_t piece : {text.size() + 1, std::size_t{1}, std::size_t{7}}) {
    QuotedCells cells(',', columns);
    Result<void> seen;
    for (std::size_t at = 0; at < text.size() && seen.ok(); at += piece)
      seen = cells.see(std::string_view(text).substr(at, piece));
    if (seen.ok()) seen = cells.finish();
    std::string said;
    if (!seen.ok()) said = seen.error().rule + ": " + seen.error().message.substr(0, 6);
    if (piece == text.size() + 1)
      first = said;
    else
      EXPECT_EQ(said, first) << "in pieces of " << piece;
  }
  return first;
}

TEST(QuotedCells, WhatIsClosedIsLeftToTheReader) {
  for (const auto* text : {
           "", "a,b,c\n1,2,3\n", "a,b,c\n1,\"two, and\",3\n", "a,b,c\n1,\"two\nlines\",3\n2,\"x\",\"\"\n",
           "a,b,c\r\n1,\"say \"\"no\"\"\",3\r\n", "a,b,c\n1,\"say\n\"\"no\"\" twice\",3\n2,\"\"\"\n\"\"\",y\n",
           "a,b,c\n1,5\" pipe,3\n2,x,y\n",                   // a mark within a cell opens nothing
           "a,b,c\n1,\"wrong\" here,3\n2,x,y\n",             // spoils its own row
           "a,b,c\n1,x,\"open in the last row\n",            // likewise
           "a,b,c\n1,\"one,\ntwo, three,\nfour\",3\n",       // a text with commas
           "a,b,c\n1,\"x\ny\nz\nu\nv, w\nt\",\"the last\"",  // no end of line
       })
    EXPECT_EQ(said_of(text), "") << text;
}

// Cells of any text, each quoted as RFC 4180 says. Two columns: text with a comma in each line is no row of those.
TEST(QuotedCells, NoTableThatIsWrittenWellIsRefused) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  constexpr std::string_view characters = "a,\"\n\r b";
  for (int table = 0; table < 300; ++table) {
    std::string text = "a,b\n";
    for (int cell = 0; cell < 20; ++cell) {
      text += '"';
      for (auto length = random() % 12; length > 0; --length) {
        const char c = characters[random() % characters.size()];
        text += c == '"' ? "\"\"" : std::string(1, c);
      }
      text += cell % 2 == 0 ? "\"," : "\"\n";
    }
    ASSERT_EQ(said_of(text, 2), "") << text;
  }
}

TEST(QuotedCells, WhatIsNotClosedNamesTheRowThatOpensIt) {
  // To the end of the file; to the next cell in quotation marks; to a mark that happens to end a cell.
  EXPECT_EQ(said_of("a,b,c\n1,x,y\n2,\"An,y\n3,x,y\n4,x,y\n"), "quote: Row 2 ");
  EXPECT_EQ(said_of("a,b,c\n1,\"An,y\n2,x,y\n3,\"Bình, Hà\",y\n"), "quote: Row 1 ");
  EXPECT_EQ(said_of("a,b,c\n1,\"An,y\n2,x,y\n3,x,y\n4,x,y\n5,12\",y\n"), "quote: Row 1 ");
  EXPECT_EQ(said_of("a,b,c\n1,\"An,y\n2,x,y\n3,x,y"), "quote: Row 1 ");
}

TEST(QuotedCells, ACellThatNobodyReadsIntoMemoryIsRefused) {
  const std::string lines(line_bytes_max / 2, '\n');
  QuotedCells cells(',', 3);
  ASSERT_TRUE(cells.see("a,b,c\n1,\"").ok());
  ASSERT_TRUE(cells.see(lines).ok());
  ASSERT_TRUE(cells.see(lines).ok());
  const auto refused = cells.see("x");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().rule, "line");
}

}  // namespace
}  // namespace ganbo::imports
