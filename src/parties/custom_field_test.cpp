#include "parties/custom_field.hpp"

#include <gtest/gtest.h>

#include "parties/own_word.hpp"
#include "parties/party.hpp"

namespace ganbo::parties {
namespace {

using enum CustomKind;

CustomField field_of_kind(CustomKind kind) {
  CustomField field;
  field.key = "favourite_roast";
  field.kind = kind;
  field.label = {"Favourite roast", "Mức rang ưa thích"};
  field.serves = "So the barista knows what to offer";
  if (kind == choice) field.choices = {{"light", {"Light", "Nhạt"}}, {"dark", {"Dark", "Đậm"}}};
  return field;
}

const std::set<std::string, std::less<>> taken{"name", "email", "roles"};

TEST(CustomField, a_definition_is_refused_by_field_and_rule) {
  struct Case {
    std::string_view field;
    std::string_view rule;
    std::function<void(CustomField&)> spoil;
  };
  const std::vector<Case> cases{
      {"key", "format", [](auto& f) { f.key = ""; }},
      {"key", "format", [](auto& f) { f.key = "Roast"; }},
      {"key", "format", [](auto& f) { f.key = "2nd"; }},
      {"key", "format", [](auto& f) { f.key = "roast.level"; }},
      {"key", "format", [](auto& f) { f.key = std::string(41, 'a'); }},
      {"key", "reserved", [](auto& f) { f.key = "email"; }},
      {"label.en", "required", [](auto& f) { f.label.en = ""; }},
      {"label.vi", "required", [](auto& f) { f.label.vi = ""; }},
      {"label.vi", "limit", [](auto& f) { f.label.vi = std::string(101, 'x'); }},
      {"serves", "required", [](auto& f) { f.serves = ""; }},
      {"serves", "required", [](auto& f) { f.serves = std::string(501, 'x'); }},
      {"choices", "required", [](auto& f) { f.choices.clear(); }},
      {"choices", "kind", [](auto& f) { f.kind = text; }},
      {"choices", "limit", [](auto& f) { f.choices.resize(101); }},
      {"choices[0].value", "limit", [](auto& f) { f.choices[0].value = ""; }},
      {"choices[1].label.en", "required", [](auto& f) { f.choices[1].label.en = ""; }},
      {"choices[1].value", "unique", [](auto& f) { f.choices[1].value = "Líght"; }},
      {"roles", "choice", [](auto& f) { f.roles = {"customer", "friend"}; }},
      {"in_search", "kind", [](auto& f) { f = field_of_kind(day), f.in_search = true; }},
      {"in_search", "readers", [](auto& f) { f.in_search = true, f.readers = {"manager"}; }},
  };
  EXPECT_TRUE(check_definition(field_of_kind(choice), taken, {}).ok());
  for (const auto& c : cases) {
    CustomField field = field_of_kind(choice);
    c.spoil(field);
    const auto checked = check_definition(field, taken, {});
    ASSERT_FALSE(checked.ok()) << c.field << ' ' << c.rule;
    EXPECT_EQ(checked.error().field, c.field);
    EXPECT_EQ(checked.error().rule, c.rule);
    EXPECT_GT(checked.error().message.size(), 20U);
  }
}

// Rows: the old kind; columns: the new one, in the order of the enum.
TEST(CustomField, a_kind_widens_to_one_that_holds_all_of_its_values) {
  constexpr CustomKind kinds[] = {text, long_text, integer, decimal, boolean, choice, day, instant};
  constexpr std::string_view table[] = {
      "yy......",  // text
      ".y......",  // long_text
      "yyyy....",  // integer
      "yy.y....",  // decimal
      "yy..y...",  // boolean
      "yy...y..",  // choice
      "yy....y.",  // day
      "yy.....y",  // instant
  };
  for (std::size_t from = 0; from < 8; ++from)
    for (std::size_t to = 0; to < 8; ++to)
      EXPECT_EQ(widens_to(kinds[from], kinds[to]), table[from][to] == 'y')
          << word_of(kinds[from]) << " to " << word_of(kinds[to]);
}

TEST(CustomField, a_kind_changes_without_values_or_to_one_that_holds_them) {
  const auto change = [](CustomKind from, CustomKind to, std::int64_t cards) {
    return check_change(field_of_kind(from), field_of_kind(to), {cards, {}});
  };
  EXPECT_TRUE(change(text, integer, 0).ok());
  EXPECT_TRUE(change(integer, decimal, 7).ok());
  EXPECT_TRUE(change(choice, text, 7).ok());
  const auto refused = change(text, integer, 1);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().field, "kind");
  EXPECT_EQ(refused.error().rule, "in_use");
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(refused.error().message,
            "One card has a value of kind text, and not every such value is one of kind integer. Define a field with "
            "another key and retire this one, or choose a kind that holds all of them, such as text.");
}

TEST(CustomField, a_choice_that_cards_have_is_retired_and_not_taken_away) {
  const CustomField now = field_of_kind(choice);
  CustomField next = now;
  next.choices.erase(next.choices.begin());
  next.choices.push_back({"espresso", {"Espresso", "Espresso"}});
  EXPECT_TRUE(check_change(now, next, {9, {{"light", 0}, {"dark", 9}}}).ok());
  const auto refused = check_change(now, next, {9, {{"light", 2}, {"dark", 7}}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().field, "choices");
  EXPECT_EQ(refused.error().rule, "in_use");
  EXPECT_TRUE(refused.error().message.starts_with("2 cards have the choice light. Retire it"))
      << refused.error().message;
  next.choices.insert(next.choices.begin(), now.choices.front());
  next.choices.front().retired = true;
  EXPECT_TRUE(check_change(now, next, {9, {{"light", 2}, {"dark", 7}}}).ok());
}

TEST(CustomField, what_is_not_said_stays) {
  CustomField field = field_of_kind(choice);
  field.readers = {"manager"};
  EXPECT_EQ(changed(field, {}), field);
  FieldChange change;
  change.label_vi = "Mức rang";
  change.readers = std::set<std::string>();
  const CustomField next = changed(field, change);
  EXPECT_EQ(next.label, (CustomLabel{"Favourite roast", "Mức rang"}));
  EXPECT_TRUE(next.readers.empty());
  EXPECT_EQ(next.choices, field.choices);
  FieldChange widened;
  widened.kind = text;
  EXPECT_TRUE(changed(field, widened).choices.empty()) << "only choices have choices";
}

TEST(CustomField, a_value_is_shown_in_the_kind_that_the_field_has_now) {
  struct Case {
    CustomKind kind;
    std::string_view told;
    std::string_view shown;
  };
  const std::vector<Case> cases{
      {text, R"("Đậm")", R"("Đậm")"},
      {text, "42", R"("42")"},
      {text, "true", R"("true")"},
      {long_text, R"("a\nb")", R"("a\nb")"},
      {integer, "42", "42"},
      {integer, R"("42")", "42"},
      {integer, R"("many")", R"("many")"},
      {decimal, R"("12.5")", R"("12.5")"},
      {decimal, "42", R"("42")"},
      {decimal, "9000000000000", R"("9000000000000")"},
      {boolean, "true", "true"},
      {boolean, R"("maybe")", R"("maybe")"},
      {choice, R"("dark")", R"("dark")"},
      {choice, R"("gone")", R"("gone")"},
      {day, R"("2026-01-31")", R"("2026-01-31")"},
      {instant, R"("2026-01-31T00:00:00Z")", R"("2026-01-31T00:00:00Z")"},
      {text, R"({"a":[1]})", R"("{\"a\":[1]}")"},
  };
  for (const auto& c : cases) EXPECT_EQ(shown_value(field_of_kind(c.kind), c.told), c.shown) << c.told;
}

TEST(CustomField, is_read_by_the_roles_that_are_named_and_by_administrators) {
  CustomField open = field_of_kind(text);
  CustomField closed = open;
  closed.readers = {"manager"};
  const FieldReader owner{true, "owner"};
  const FieldReader manager{false, "manager"};
  const FieldReader staff{false, "staff"};
  const FieldReader key{false, ""};
  for (const auto& reader : {owner, manager, staff, key}) EXPECT_TRUE(may_read(open, reader)) << reader.role;
  EXPECT_TRUE(may_read(closed, owner));
  EXPECT_TRUE(may_read(closed, manager));
  EXPECT_FALSE(may_read(closed, staff));
  EXPECT_FALSE(may_read(closed, key));
}

TEST(CustomField, is_asked_for_on_the_cards_of_its_roles) {
  CustomField field = field_of_kind(text);
  EXPECT_TRUE(field.is_for({}));
  field.roles = {"supplier", "creditor"};
  EXPECT_TRUE(field.is_for({"customer", "supplier"}));
  EXPECT_FALSE(field.is_for({"customer"}));
  EXPECT_FALSE(field.is_for({}));
}

TEST(CustomField, values_are_found_without_case_and_accents_by_their_beginning) {
  EXPECT_EQ(value_key("Rang Đậm "), "rang dam");
  EXPECT_EQ(value_key("-12.5"), "-12.5");
  EXPECT_EQ(value_key("true"), "true");
  const std::string long_one(30, 'x');
  std::string many;
  for (int i = 0; i < 50; ++i) many += "ễ";  // three bytes, folded to one
  EXPECT_EQ(value_key(many), std::string(50, 'e'));
  EXPECT_LE(value_key(std::string(199, 'a') + "ﬃ").size(), value_key_bytes_max);
}

TEST(CustomField, what_search_reads_stands_behind_names_and_contact_points) {
  Party party;
  party.name = "Lan";
  party.traits.put("favourite_roast", R"("dark")", {{1}, 1}, {1});
  party.traits.put("machine", R"("Rô-bốt 2 họng")", {{1}, 1}, {1});
  party.traits.put("seats", "120", {{1}, 1}, {1});
  CustomFields fields;
  const auto define = [&](std::string key, CustomKind kind, bool in_search) {
    CustomField field = field_of_kind(kind);
    field.key = key;
    field.in_search = in_search;
    fields.emplace(std::move(key), std::move(field));
  };
  define("favourite_roast", choice, true);
  define("machine", text, true);
  define("seats", integer, false);
  EXPECT_EQ(search_text(party, fields), "lan dam dark ro-bot 2 hong");
  EXPECT_EQ(search_text(party, {}), "lan");
  EXPECT_EQ(field_values(party.traits, fields),
            (std::map<std::string, std::string>{
                {"favourite_roast", "dark"}, {"machine", "ro-bot 2 hong"}, {"seats", "120"}}));
  party.traits.put("machine", "null", {{2}, 1}, {1});
  EXPECT_EQ(search_text(party, fields), "lan dam dark");
  EXPECT_EQ(field_values(party.traits, fields).count("machine"), 0U) << "it was taken away";
  EXPECT_EQ(party.traits.find("machine"), nullptr);
}

TEST(CustomField, choices_survive_the_record_whole) {
  const std::vector<CustomChoice> choices{{"dark", {"Dark", "Đậm"}}, {"\"x\"", {"a\\b", "c"}, true}};
  EXPECT_EQ(choices_of_json(choices_json(choices)), choices);
  EXPECT_TRUE(choices_of_json("[]").empty());
}

}  // namespace
}  // namespace ganbo::parties
