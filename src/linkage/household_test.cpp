#include "linkage/household.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "linkage/compared_party.hpp"
#include "linkage/linking.hpp"
#include "linkage/person_name.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::linkage {
namespace {

// `name | street | town | phone`; what is empty is not known.
Record person(const std::string& line) {
  const Fields& fields = fields_of(parties::Kind::person);
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '|');) cells.push_back(tidy_text(cell));
  cells.resize(4);
  const NameParts name = part_name(cells[0]);
  Record record;
  for (const auto& field : fields) {
    const std::string& said = field.name == "given_name"    ? name.given
                              : field.name == "family_name" ? name.family
                              : field.name == "street"      ? cells[1]
                              : field.name == "city"        ? cells[2]
                              : field.name == "phone"       ? cells[3]
                                                            : std::string();
    record.values.emplace_back();
    if (Value value = prepare(field.kind, said); !value.folded.empty()) record.values.back().push_back(value);
  }
  return record;
}

Evidence evidence_of(const Record& one, const Record& other, double odds) {
  Weights weights;
  weights.prior = 0.001;
  weights.fields.resize(household_fields().size());
  for (auto& field : weights.fields) {
    field.m.fill(0.2);
    field.u.fill(0.2);
  }
  Evidence evidence = weigh(household_fields(), weights, household_of(one), household_of(other));
  evidence.odds = odds;
  return evidence;
}

TEST(Household, is_of_people_of_other_given_names_in_one_home) {
  struct Case {
    std::string one;
    std::string other;
    bool together;
  };
  for (const auto& [one, other, together] :
       std::vector<Case>{{"Nguyễn Văn Hùng | 12 Lê Lợi | Huế", "Trần Thị Mai | 12 Lê Lợi | Huế", true},
                         {"Nguyễn Văn Hùng | 12 Lê Lợi | Huế", "Trần Thị Mai | 12 le loi | hue", true},
                         {"Nguyễn Văn Hùng | 12 Lê Lợi | Huế", "Trần Thị Mai | 12 Lê Lơi | Huế", true},
                         {"Nguyễn Văn Hùng | 12 Lê Lợi | Huế", "Nguyễn Thị Mai | 14 Lê Lợi | Huế", false},
                         {"Nguyễn Văn Hùng | 12 Lê Lợi | Huế", "Nguyễn Thị Mai | 12 Lê Lợi | Hà Nội", false},
                         {"Nguyễn Văn Hùng | Lê Lợi | Huế", "Nguyễn Thị Mai | Lê Lợi | Huế", false},
                         {"Nguyễn Văn Hùng | 12 Lê Lợi | Huế", "Nguyễn Hùng | 12 Lê Lợi | Huế", false},
                         {"Nguyễn Văn Hùng | 12 Lê Lợi | Huế", " | 12 Lê Lợi | Huế", false},
                         {"Nguyễn Văn Hùng ||| +84951000001", "Nguyễn Thị Mai ||| +84951000001", true},
                         {"Nguyễn Văn Hùng ||| +84951000001", "Trần Thị Mai ||| +84951000001", false},
                         {"Nguyễn Văn Hùng | 12 Lê Lợi | Huế | +84951000001",
                          "Nguyễn Thị Mai | 7 Bà Triệu | Huế | +84951000001", false}}) {
    const Record a = person(one);
    const Record b = person(other);
    EXPECT_EQ(is_household(a, b, evidence_of(a, b, suggest_from_odds)), together) << one << " / " << other;
    EXPECT_EQ(is_household(b, a, evidence_of(b, a, suggest_from_odds)), together) << other << " / " << one;
    EXPECT_FALSE(is_household(a, b, evidence_of(a, b, suggest_from_odds - 1)));
  }
}

TEST(Household, says_nothing_by_what_each_has_of_their_own) {
  const Record a = person("Nguyễn Văn Hùng | 12 Lê Lợi | Huế | +84951000001");
  const Record b = person("Trần Thị Mai | 12 Lê Lợi | Huế | +84951000002");
  const Evidence evidence = evidence_of(a, b, 100);
  EXPECT_EQ(evidence.fields[0].level, Level::unknown) << "another family name";
  EXPECT_EQ(evidence.fields[1].level, Level::unknown) << "another phone";
  EXPECT_EQ(evidence.fields[3].level, Level::equal);
}

// Without labels: among 400 people every tenth lives with the one before.
TEST(Household, is_found_by_weights_that_the_list_itself_gives) {
  const std::vector<std::string> names{"Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Chi", "Phạm Thị Dung",
                                       "Hoàng Văn Giang"};
  std::vector<Record> people;
  std::vector<Record> homes;
  for (int i = 0; i < 400; ++i) {
    const int house = i % 10 == 9 ? i - 1 : i;
    people.push_back(person(names[static_cast<std::size_t>(i) % 5] + " | " + std::to_string(10 + house) + " Lê Lợi | " +
                            (house % 2 == 0 ? "Huế" : "Vinh")));
    homes.push_back(household_of(people.back()));
  }
  const auto index = index_of(household_fields(), homes);
  const auto weights = estimate(household_fields(), homes, index, Within{});
  int found = 0;
  for (const auto& pair : likely_pairs(household_fields(), weights, homes, index, Within{}, suggest_from_odds)) {
    EXPECT_EQ(pair.b % 10, 9U);
    EXPECT_EQ(pair.a + 1, pair.b);
    ++found;
  }
  EXPECT_EQ(found, 40);
}

// In a list of many, of whom a few live together, chance cannot be read off a sample of pairs.
TEST(Household, is_found_where_few_of_many_live_together) {
  std::vector<Record> people;
  std::vector<Record> homes;
  for (int i = 0; i < 3'000; ++i) {
    const int house = i % 300 == 299 ? i - 1 : i;
    people.push_back(
        person((i % 2 == 0 ? "Nguyễn Văn An | " : "Trần Thị Bình | ") + std::to_string(10 + house) + " Lê Lợi | Huế"));
    homes.push_back(household_of(people.back()));
  }
  const auto index = index_of(household_fields(), homes);
  const auto sharing = [&](std::size_t i, const WithSharing& with) {
    for (const auto other : index.sharing(static_cast<std::int64_t>(i), blocking_keys(household_fields(), homes[i])))
      with(homes[static_cast<std::size_t>(other)]);
  };
  Observed observed = observe(household_fields(), {.records = homes}, sharing);
  add_pairs_apart(observed);
  const auto weights = estimate(household_fields(), observed);
  const auto pairs = likely_pairs(household_fields(), weights, homes, index, Within{}, suggest_from_odds);
  EXPECT_EQ(pairs.size(), 10U);
}

}  // namespace
}  // namespace ganbo::linkage
