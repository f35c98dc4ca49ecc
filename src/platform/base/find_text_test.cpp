#include "platform/base/find_text.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace ganbo {
namespace {

TEST(FindText, agrees_with_the_standard_library_at_every_length_and_place) {
  constexpr unsigned seed = 20261121;
  std::mt19937 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 70, ' ');
    for (char& c : text) c = static_cast<char>('a' + random() % 3);
    std::string needle(random() % 6, ' ');
    for (char& c : needle) c = static_cast<char>('a' + random() % 3);
    const std::size_t from = random() % (text.size() + 3);
    ASSERT_EQ(find_text(text, needle, from), std::string_view(text).find(needle, from))
        << "seed " << seed << ", “" << needle << "” in “" << text << "” from " << from;
  }
}

TEST(FindText, reads_nothing_behind_the_text) {
  const std::string text(33, 'x');
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string exact(text.data(), size);  // the address sanitizer watches its end
    EXPECT_EQ(find_text(exact, "xy"), std::string_view::npos) << size;
    EXPECT_EQ(find_text(exact, exact), 0U) << size;
  }
}

}  // namespace
}  // namespace ganbo
