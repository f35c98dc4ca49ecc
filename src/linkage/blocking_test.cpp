#include "linkage/blocking.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ganbo::linkage {
namespace {

const Fields fields{{"given", FieldKind::given_name, 1},
                    {"family", FieldKind::family_name, 0},
                    {"born", FieldKind::date},
                    {"email", FieldKind::email}};

Record record(std::initializer_list<const char*> values) {
  Record made;
  for (const auto* value : values) {
    const auto prepared = prepare(fields[made.values.size()].kind, value);
    made.values.emplace_back();
    if (!prepared.folded.empty()) made.values.back().push_back(prepared);
  }
  return made;
}

bool meet(std::initializer_list<const char*> a, std::initializer_list<const char*> b) {
  BlockingIndex index;
  index.add(1, blocking_keys(fields, record(a)));
  const auto found = index.sharing(2, blocking_keys(fields, record(b)));
  index.settle();
  EXPECT_EQ(found, index.sharing(2, blocking_keys(fields, record(b)))) << "before and after it was put in order";
  return found == std::vector<std::int64_t>{1};
}

TEST(Blocking, one_error_leaves_other_keys) {
  EXPECT_TRUE(meet({"Lan", "Nguyễn", "1990-05-02", ""}, {"Nguyen", "Lan", "1971-01-01", ""})) << "wrong order";
  EXPECT_TRUE(meet({"Lan", "Nguyễn", "1990-05-02", ""}, {"Lna", "Nguyễn", "1990-05-20", ""})) << "name and year";
  EXPECT_TRUE(meet({"Lan", "", "1990-05-02", ""}, {"", "Trần", "1990-05-02", ""})) << "the day alone";
  EXPECT_TRUE(meet({"Lan", "", "", "lan.nguyen@a.test"}, {"", "", "", "lan.nguyen@b.test"}));
  EXPECT_FALSE(meet({"Lan", "Nguyễn", "", "info@a.test"}, {"Lan", "Trần", "", "info@b.test"})) << "one given name";
  EXPECT_FALSE(meet({"", "", "", ""}, {"", "", "", ""})) << "nothing known is nothing shared";
}

TEST(Blocking, a_key_that_many_share_is_not_used) {
  BlockingIndex index;
  const auto keys = blocking_keys(fields, record({"", "", "1990-01-01", ""}));
  for (std::int64_t party = 1; party <= 60; ++party) index.add(party, keys);
  EXPECT_EQ(index.sharing(1000, keys).size(), BlockingIndex::block_max);
  index.add(61, keys);
  EXPECT_TRUE(index.sharing(1000, keys).empty());
  for (std::int64_t party = 62; party <= 500; ++party) index.add(party, keys);
  index.settle();
  EXPECT_TRUE(index.sharing(1000, keys).empty());
  EXPECT_EQ(index.entries(), keys.size() * (BlockingIndex::block_max + 1)) << "nor kept";
}

TEST(Blocking, a_party_is_found_once_however_often_it_was_added) {
  BlockingIndex index;
  const auto before = blocking_keys(fields, record({"Lan", "Nguyễn", "1990-05-02", ""}));
  const auto after = blocking_keys(fields, record({"Lan", "Nguyễn", "1990-05-02", "lan.nguyen@a.test"}));
  index.add(1, before);
  index.add(1, after);
  index.settle();
  index.add(1, after);
  EXPECT_EQ(index.entries(), after.size());
  EXPECT_EQ(index.sharing(2, before), std::vector<std::int64_t>{1});
  EXPECT_TRUE(index.sharing(1, after).empty()) << "nobody shares with themselves";
}

}  // namespace
}  // namespace ganbo::linkage
