#include "card/list/party_table.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace ganbo::card {
namespace {

class PartyTableOf : public ::testing::Test {
 protected:
  PartyTableOf() {
    parties::CustomField tier;
    tier.key = "tier";
    tier.kind = parties::CustomKind::choice;
    tier.choices = {{"gold", {"Gold", "Vàng"}}, {"blue", {"Blue", "Xanh"}}};
    business_.fields.emplace("tier", tier);
    fields_ = list_fields(types_, business_);
    table_.set_fields(fields_, business_.currency);
  }

  struct Known {
    std::int64_t id;
    std::string name;
    std::int64_t orders = 0;
    std::string traits = "{}";
    std::string roles = "customer";
  };
  static TableParty party(const Known& known) {
    TableParty made;
    made.id = {known.id};
    made.name = known.name;
    made.sort_key = known.name;
    made.roles = known.roles;
    made.traits = parties::Traits::from_json(known.traits);
    if (known.orders > 0) made.figures.by_currency["VND"].said = {known.orders, known.orders * 1000, 0};
    made.created_at = {known.id};
    made.is_listed = true;
    return made;
  }
  static std::string trait(std::string_view name, std::string_view value) {
    parties::Traits traits;
    traits.put(name, value, {}, {});
    return traits.to_json();
  }
  ListCondition condition(std::string_view text) const {
    return *ListCondition::parse(text,
                                 [this](std::string_view key) {
                                   return find_list_field(fields_, key, business_, {.reads_all = true, .role = {}});
                                 },
                                 {business_.zone, Day{20'000}, business_.currency});
  }
  std::vector<std::int64_t> ids(const ListAsked& asked) const {
    std::vector<std::int64_t> found;
    for (const auto id : table_.find(asked).parties) found.push_back(id.value);
    return found;
  }
  using Ids = std::vector<std::int64_t>;

  events::EventTypes types_;
  parties::Business business_;
  std::vector<ListField> fields_;
  PartyTable table_;
};

TEST_F(PartyTableOf, stands_in_the_order_of_names_or_of_a_field_with_the_valueless_last) {
  for (const auto& known : {Known{1, "an", 3}, Known{2, "", 9}, Known{3, "binh"}, Known{4, "an", 5}})
    table_.put(party(known));
  EXPECT_EQ(ids({}), (Ids{1, 4, 3, 2}));
  EXPECT_EQ(ids({.sort = {"orders", false}}), (Ids{1, 4, 2, 3}));
  EXPECT_EQ(ids({.sort = {"orders", true}}), (Ids{2, 4, 1, 3}));
  EXPECT_EQ(ids({.sort = {"spent", true}}), (Ids{2, 4, 1, 3}));
}

TEST_F(PartyTableOf, holds_all_conditions_at_once) {
  table_.put(party({1, "an", 3, trait("tier", R"("gold")")}));
  table_.put(party({2, "binh", 3, trait("tier", R"("blue")"), "customer agent"}));
  table_.put(party({3, "chi", 1, trait("tier", R"("gold")"), "agent"}));
  table_.put(party({4, "dung", 3, trait("address", R"({"street":"12 Lý Thường Kiệt","city":"Hà Nội"})")}));
  const auto found = [&](std::vector<ListCondition> conditions) { return ids({.conditions = std::move(conditions)}); };
  EXPECT_EQ(found({condition("tier:any_of:gold")}), (Ids{1, 3}));
  EXPECT_EQ(found({condition("tier:any_of:gold"), condition("orders:at_least:2")}), (Ids{1}));
  EXPECT_EQ(found({condition("roles:any_of:agent")}), (Ids{2, 3}));
  EXPECT_EQ(found({condition("orders:at_least:2"), condition("tier:empty")}), (Ids{4}));
  EXPECT_EQ(found({condition("address:contains:ha noi")}), (Ids{4})) << "of an address every part is looked at";
  EXPECT_EQ(found({condition("kind:any_of:person")}), (Ids{1, 2, 3, 4}));
  EXPECT_EQ(found({condition("kind:any_of:organisation")}), (Ids{}));
}

TEST_F(PartyTableOf, takes_what_changed_and_forgets_who_is_gone) {
  table_.put(party({1, "an", 1}));
  table_.put(party({2, "binh", 2}));
  table_.put(party({3, "chi", 3}));
  table_.put(party({1, "an", 9}));
  table_.remove({2});
  table_.remove({2});
  table_.remove({7});
  EXPECT_EQ(table_.parties(), 2U);
  EXPECT_EQ(ids({.sort = {"orders", true}}), (Ids{1, 3}));
  EXPECT_GT(table_.bytes(), 0U);
  EXPECT_FALSE(table_.set_fields(fields_, business_.currency));
  EXPECT_EQ(table_.parties(), 2U);
  EXPECT_TRUE(table_.set_fields(fields_, Currency::trusted("USD")));
  EXPECT_EQ(table_.parties(), 0U);
}

// Every page once, in the order of a plain sort, whatever is sorted by and however long a page is.
TEST_F(PartyTableOf, pages_go_through_all_of_it) {
  std::mt19937 random(20261129);
  std::vector<Known> known;
  for (std::int64_t id = 1; id <= 300; ++id)
    known.push_back({id, std::string(random() % 3, static_cast<char>('a' + random() % 4)),
                     static_cast<std::int64_t>(random() % 6),
                     random() % 2 == 0 ? trait("title", fmt::format(R"("t{}")", random() % 5)) : "{}"});
  for (const auto& one : known) table_.put(party(one));
  for (const auto& sort : {ListSort{}, ListSort{"", true}, ListSort{"orders", true}, ListSort{"title", false}}) {
    SCOPED_TRACE(sort.field);
    const Ids all = ids({.sort = sort, .limit = 1000});
    ASSERT_EQ(all.size(), 300U);
    Ids paged;
    ListAsked asked{.sort = sort, .limit = 7};
    while (true) {
      const auto page = table_.find(asked);
      EXPECT_EQ(page.total, 300);
      for (const auto id : page.parties) paged.push_back(id.value);
      if (!page.place) break;
      asked.after = page.place;
    }
    EXPECT_EQ(paged, all);
  }
}

TEST_F(PartyTableOf, among_some_they_keep_their_order) {
  for (const auto& known : {Known{1, "an", 3}, Known{2, "binh", 9}, Known{3, "chi", 1}, Known{4, "dung", 5}})
    table_.put(party(known));
  ListAsked asked{.conditions = {condition("orders:at_least:2")}, .limit = 2, .among = {{{4}, {9}, {3}, {2}, {1}}}};
  const auto first = table_.find(asked);
  EXPECT_EQ(first.parties, (std::vector<PartyId>{{4}, {2}}));
  EXPECT_EQ(first.total, 3);
  EXPECT_TRUE(first.place);
  asked.offset = 2;
  const auto second = table_.find(asked);
  EXPECT_EQ(second.parties, (std::vector<PartyId>{{1}}));
  EXPECT_FALSE(second.place);
  asked.offset = 0;
  asked.sort = {"orders", false};
  EXPECT_EQ(ids(asked), (Ids{1, 4}));
}

}  // namespace
}  // namespace ganbo::card
