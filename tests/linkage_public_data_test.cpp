// How well doubles are found in the public lists, against what each list knows of itself. One configuration for all:
// nothing but the kind of each column is said (public_lists.hpp), and no label is seen by what is judged.
#include <gtest/gtest.h>

#include "tests/public_lists.hpp"

namespace ganbo::linkage {
namespace {

using testing::judge;
using testing::linked;
using testing::public_file;

std::string file(const std::string& path) { return public_file(GANBO_SOURCE_DIR, path); }
const char* const absent = "the public data folder is absent; set GANBO_SHARED to it";

TEST(LinkagePublicData, febrl_4_is_linked_with_one_error_at_most) {
  const std::string a = file("febrl/dataset4a.csv.gz");
  if (a.empty()) GTEST_SKIP() << absent;
  const auto list = testing::febrl({a, file("febrl/dataset4b.csv.gz")});
  ASSERT_EQ(list.records.size(), 10'000u);
  ASSERT_EQ(testing::true_pairs(list), 5000) << "as published";
  const auto judged = judge(list, linked(list));
  EXPECT_GE(judged.pairs.f1, 0.9998);
  EXPECT_EQ(judged.pairs.precision, 1);
}

TEST(LinkagePublicData, febrl_1_to_3_have_up_to_six_of_one) {
  const std::string first = file("febrl/dataset1.csv.gz");
  if (first.empty()) GTEST_SKIP() << absent;
  for (const auto& path : {first, file("febrl/dataset2.csv.gz"), file("febrl/dataset3.csv.gz")}) {
    const auto list = testing::febrl({path});
    const auto judged = judge(list, linked(list));
    EXPECT_GE(judged.pairs.f1, 0.999) << path;
    EXPECT_GE(judged.clusters.f1, 0.9998) << path;
  }
}

TEST(LinkagePublicData, fake_1000_is_linked_with_hardly_a_false_pair) {
  const std::string path = file("splink_fake_1000/fake_1000.csv.gz");
  if (path.empty()) GTEST_SKIP() << absent;
  const auto list = testing::fake_1000(path);
  ASSERT_EQ(list.records.size(), 1000u);
  ASSERT_EQ(testing::true_pairs(list), 2031) << "as published";
  const auto judged = judge(list, linked(list));
  EXPECT_GT(judged.pairs.f1, 0.848);
  EXPECT_GE(judged.pairs.precision, 0.99);
  EXPECT_GT(judged.clusters.f1, 0.9);
}

}  // namespace
}  // namespace ganbo::linkage
