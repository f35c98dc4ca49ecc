#include "imports/in_quotes.hpp"

#include <gtest/gtest.h>

namespace ganbo::imports {
namespace {

TEST(InQuotes, ShowsTheBeginningOfAnyText) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"Mã khách", "\"Mã khách\""},
      {"", "\"\""},
      {"say \"hi\"", "\"say \\\"hi\\\"\""},
      {"\x80M\xc3\xa3", "\"?M??\""},
      {"\xc3", "\"?\""},
      {std::string(59, 'a') + "ã and more", "\"" + std::string(59, 'a') + "\""},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(in_quotes(text), expected);
}

}  // namespace
}  // namespace ganbo::imports
