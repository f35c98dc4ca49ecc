#include "linkage/text_similarity.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ganbo::linkage {
namespace {

// Table 5 of Winkler, "String comparator metrics", 1990, and as Jaro gave them.
TEST(TextSimilarity, jaro_winkler_gives_the_published_figures) {
  EXPECT_NEAR(jaro_winkler("martha", "marhta"), 0.961, 0.001);
  EXPECT_NEAR(jaro_winkler("dwayne", "duane"), 0.840, 0.001);
  EXPECT_NEAR(jaro_winkler("dixon", "dicksonx"), 0.813, 0.001);
  EXPECT_NEAR(jaro_winkler("jones", "johnson"), 0.832, 0.001);
}

TEST(TextSimilarity, it_is_symmetric_and_between_nothing_and_equal) {
  EXPECT_EQ(jaro_winkler("", ""), 0);
  EXPECT_EQ(jaro_winkler("lan", ""), 0);
  EXPECT_EQ(jaro_winkler("lan", "lan"), 1);
  EXPECT_EQ(jaro_winkler("abc", "xyz"), 0);
  EXPECT_EQ(jaro_winkler("a", "b"), 0);
  EXPECT_DOUBLE_EQ(jaro_winkler("nguyen", "nugyen"), jaro_winkler("nugyen", "nguyen"));
  const std::string longest(500, 'x');
  EXPECT_EQ(jaro_winkler(longest, longest + 'y'), 1) << "the first 64 bytes are compared";
}

TEST(TextSimilarity, a_slip_is_one_letter_more_less_other_or_swapped) {
  EXPECT_EQ(slips("london", "london", 2), 0u);
  EXPECT_EQ(slips("london", "lonon", 2), 1u);
  EXPECT_EQ(slips("london", "lonndon", 2), 1u);
  EXPECT_EQ(slips("london", "lomdon", 2), 1u);
  EXPECT_EQ(slips("london", "lodnon", 2), 1u);
  EXPECT_EQ(slips("london", "paris", 2), 3u) << "counting ended";
  EXPECT_EQ(slips("", "ab", 2), 2u);
}

TEST(TextSimilarity, words_are_shared_each_once) {
  EXPECT_EQ(shared_words("12 le loi", "le loi"), 1);
  EXPECT_EQ(shared_words("le le", "le loi"), 0.5);
  EXPECT_EQ(shared_words("a b", "c d"), 0);
  EXPECT_EQ(shared_words("", "c"), 0);
}

}  // namespace
}  // namespace ganbo::linkage
