#include "parties/party.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ganbo::parties {
namespace {

using enum IdentifierType;

Traits traits_of(const std::vector<std::pair<std::string, std::string>>& members) {
  Traits traits;
  for (const auto& [name, json] : members) traits.put(name, json, Moment{{1}, 1}, {1});
  return traits;
}

TEST(Traits, the_last_writer_wins_in_whatever_order_they_arrive) {
  struct Written {
    std::int64_t second;
    std::int64_t precedence;
    std::string_view value;
  };
  std::vector<Written> writes{{10, 1, "\"Lan\""}, {20, 1, "\"Hoa\""}, {20, 2, "\"Mai\""}, {15, 9, "\"Thu\""}};
  const auto by_value = [](const Written& a, const Written& b) { return a.value < b.value; };
  std::sort(writes.begin(), writes.end(), by_value);
  int orders = 0;
  do {
    Traits traits;
    for (const auto& write : writes) traits.put("name", write.value, Moment{{write.second}, write.precedence}, {1});
    EXPECT_EQ(traits.text("name"), "Mai");
    ++orders;
  } while (std::next_permutation(writes.begin(), writes.end(), by_value));
  EXPECT_EQ(orders, 24);
}

TEST(Traits, put_tells_whether_the_value_in_force_changed) {
  Traits traits;
  EXPECT_TRUE(traits.put("city", "\"Huế\"", {{10}, 1}, {1}));
  EXPECT_FALSE(traits.put("city", "\"Huế\"", {{20}, 1}, {1}));   // said again
  EXPECT_FALSE(traits.put("city", "\"Vinh\"", {{15}, 1}, {1}));  // older than what stands
  EXPECT_FALSE(traits.put("city", "\"Vinh\"", {{20}, 1}, {1}));  // the same event again
  EXPECT_TRUE(traits.put("city", "\"Vinh\"", {{20}, 2}, {1}));
}

TEST(Traits, survive_the_record_whole) {
  Traits traits;
  traits.put("name", R"("Nguyễn \"Lan\"")", {{-5}, 7}, {1});
  traits.put("address", R"({"city":"Huế","lines":[1,null]})", {{INT64_MAX}, INT64_MIN}, {1});
  const Traits again = Traits::from_json(traits.to_json());
  EXPECT_EQ(again.to_json(), traits.to_json());
  EXPECT_EQ(again.by_name().at("name").moment, (Moment{{-5}, 7}));
  EXPECT_EQ(again.by_name().at("name").source, SourceId{1});
  EXPECT_EQ(again.text("name"), "Nguyễn \"Lan\"");
  EXPECT_EQ(again.text("address"), "");  // not a text
  EXPECT_EQ(again.text("absent"), "");
  Traits more = Traits::from_json(traits.to_json());
  EXPECT_TRUE(more.put("city", R"("Huế")", {{1}, 1}, {1}));
  traits.put("city", R"("Huế")", {{1}, 1}, {1});
  EXPECT_EQ(more.to_json(), traits.to_json());
  EXPECT_TRUE(Traits::from_json("").by_name().empty());
  EXPECT_TRUE(Traits::from_json("{}").by_name().empty());
}

TEST(Party, is_shown_by_its_name_family_name_first_or_by_its_best_identifier) {
  struct Case {
    std::vector<std::pair<std::string, std::string>> traits;
    std::vector<Identifier> identifiers;
    std::string_view name;
  };
  const std::vector<Case> cases{
      {{{"name", "\"  Nguyễn   Thị Lan \""}}, {}, "Nguyễn Thị Lan"},
      {{{"firstName", "\"Lan\""}, {"lastName", "\"Nguyễn Thị\""}}, {}, "Nguyễn Thị Lan"},
      {{{"firstName", "\"Lan\""}}, {{email, "a@b.vn"}}, "Lan"},
      {{{"name", "\" \""}}, {{email, "a@b.vn"}, {phone, "+84912345678"}}, "+84912345678"},
      {{{"name", "5"}}, {{user_id, "u1"}, {email, "a@b.vn"}}, "a@b.vn"},
      {{}, {{user_id, "u1"}, {external, "till:1"}}, "till:1"},
      {{}, {{user_id, "u1"}}, "u1"},
      {{}, {{anonymous_id, "x"}}, ""},
  };
  for (const auto& c : cases) EXPECT_EQ(display_name(traits_of(c.traits), c.identifiers), c.name);
}

TEST(Party, stands_in_lists_by_its_folded_name_and_without_one_by_nothing) {
  EXPECT_EQ(sort_key(traits_of({{"name", "\"Đặng  Thị Mỹ\""}})), "dang thi my");
  EXPECT_EQ(sort_key(traits_of({{"firstName", "\"Lan\""}, {"lastName", "\"Nguyễn\""}})), "nguyen lan");
  EXPECT_EQ(sort_key(traits_of({{"name", "\" \""}, {"phone", "\"0912345678\""}})), "");
}

TEST(Party, is_what_its_kind_says_else_anonymous_while_only_a_browser_knows_it) {
  EXPECT_EQ(derive_kind({}, {}), Kind::anonymous);
  EXPECT_EQ(derive_kind({}, {{anonymous_id, "x"}}), Kind::anonymous);
  EXPECT_EQ(derive_kind({}, {{anonymous_id, "x"}, {email, "a@b.vn"}}), Kind::person);
  EXPECT_EQ(derive_kind(traits_of({{"kind", "\"organisation\""}}), {{anonymous_id, "x"}}), Kind::organisation);
  EXPECT_EQ(derive_kind(traits_of({{"kind", "\"robot\""}}), {{user_id, "u"}}), Kind::person);
  for (const Kind kind : {Kind::person, Kind::organisation, Kind::anonymous})
    EXPECT_EQ(*parse_kind(word_of(kind), "kind"), kind);
  EXPECT_EQ(parse_kind("robot", "kind").error().rule, "known");
}

TEST(Party, is_searched_by_its_folded_name_its_contact_points_and_ids_but_not_by_its_browser) {
  Party party;
  party.name = "Đặng Thị Mỹ";
  party.identifiers = {{user_id, "U-7"}, {email, "my@example.com"}, {phone, "+84912345678"}, {anonymous_id, "8c1f"}};
  party.traits = traits_of({{"email", "\"MY@example.com\""}, {"company", "\"Cà phê Sáng\""}});
  EXPECT_EQ(search_text(party, {}), "dang thi my u-7 my@example.com +84912345678 ca phe sang");
}

TEST(Roles, are_the_eleven_of_the_glossary) {
  EXPECT_EQ(roles.size(), 11U);
  for (const auto role : roles) EXPECT_TRUE(is_role(role));
  EXPECT_FALSE(is_role("friend"));
  EXPECT_FALSE(is_role(""));
}

}  // namespace
}  // namespace ganbo::parties
