#include "card/list/list_condition.hpp"

#include <gtest/gtest.h>

namespace ganbo::card {
namespace {

class ListConditionOn : public ::testing::Test {
 protected:
  ListConditionOn() {
    for (const auto& [key, kind] :
         std::initializer_list<std::pair<const char*, ListKind>>{{"title", ListKind::text},
                                                                 {"tier", ListKind::choice},
                                                                 {"roles", ListKind::words},
                                                                 {"orders", ListKind::integer},
                                                                 {"weight", ListKind::decimal},
                                                                 {"spent", ListKind::money},
                                                                 {"vip", ListKind::boolean},
                                                                 {"birthday", ListKind::day},
                                                                 {"seen", ListKind::instant}}) {
      ListField field;
      field.key = key;
      field.kind = kind;
      fields_.push_back(std::move(field));
    }
  }

  Result<ListCondition> parse(std::string_view text) const {
    return ListCondition::parse(text,
                                [this](std::string_view key) -> const ListField* {
                                  for (const auto& field : fields_)
                                    if (field.key == key) return &field;
                                  return nullptr;
                                },
                                {zone_, today_, Currency::trusted("VND")});
  }
  bool holds(std::string_view text, std::optional<ListValueView> value) const {
    const auto condition = parse(text);
    EXPECT_TRUE(condition.ok()) << text;
    return condition.ok() && condition->holds(value);
  }
  std::int64_t at(std::string_view text) const { return parse_timestamp(text, "at")->micros; }

  std::vector<ListField> fields_;
  TimeZone zone_ = *TimeZone::named("Asia/Ho_Chi_Minh");
  Day today_ = day_of({2026, 3, 10});
};

TEST_F(ListConditionOn, numbers_are_compared_in_what_they_are_counted_in) {
  const struct {
    std::string_view condition;
    std::int64_t value;
    bool holds;
  } cases[] = {
      {"orders:at_least:3", 3, true},
      {"orders:at_least:3", 2, false},
      {"orders:at_most:3", 3, true},
      {"orders:at_most:3", 4, false},
      {"orders:is:3", 3, true},
      {"orders:is:3", -3, false},
      {"weight:at_least:1.5", 1'500'000, true},
      {"weight:at_least:1.5", 1'499'999, false},
      {"spent:at_least:2000000", 2'000'000, true},
      {"spent:at_least:2000000", 1'999'999, false},
      {"vip:is:true", 1, true},
      {"vip:is:true", 0, false},
      {"vip:is:false", 0, true},
  };
  for (const auto& [condition, value, expected] : cases)
    EXPECT_EQ(holds(condition, ListValueView{value, {}}), expected) << condition << " of " << value;
}

TEST_F(ListConditionOn, days_are_those_of_the_business_and_both_ends_count) {
  const struct {
    std::string_view condition;
    std::string_view seen;
    bool holds;
  } cases[] = {
      // Midnight in Vietnam is 17:00 of the day before in UTC.
      {"seen:from:2026-03-01", "2026-02-28T17:00:00Z", true},  {"seen:from:2026-03-01", "2026-02-28T16:59:59Z", false},
      {"seen:until:2026-03-01", "2026-03-01T16:59:59Z", true}, {"seen:until:2026-03-01", "2026-03-01T17:00:00Z", false},
      {"seen:is:2026-03-01", "2026-03-01T16:59:59Z", true},    {"seen:is:2026-03-01", "2026-03-01T17:00:00Z", false},
      {"seen:within:1", "2026-03-09T17:00:00Z", true},         {"seen:within:1", "2026-03-09T16:59:59Z", false},
      {"seen:within:30", "2026-02-08T17:00:00Z", true},        {"seen:within:30", "2026-02-08T16:59:59Z", false},
      {"seen:within:30", "2026-03-11T17:00:00Z", false},       {"seen:before:30", "2026-02-07T16:59:59Z", true},
      {"seen:before:30", "2026-02-07T17:00:00Z", false},
  };
  for (const auto& [condition, seen, expected] : cases)
    EXPECT_EQ(holds(condition, ListValueView{at(seen), {}}), expected) << condition << " of " << seen;
  const auto birthday = [](int year, int month, int day) { return ListValueView{day_of({year, month, day}).days, {}}; };
  EXPECT_TRUE(holds("birthday:month:12", birthday(1990, 12, 31)));
  EXPECT_FALSE(holds("birthday:month:12", birthday(1990, 1, 1)));
  EXPECT_TRUE(holds("birthday:until:1990-01-01", birthday(1990, 1, 1)));
  EXPECT_FALSE(holds("birthday:until:1990-01-01", birthday(1990, 1, 2)));
}

TEST_F(ListConditionOn, texts_are_compared_folded_and_choices_whole) {
  EXPECT_TRUE(holds("title:contains:GIÁM", ListValueView{0, "giam doc"}));
  EXPECT_FALSE(holds("title:contains:phó", ListValueView{0, "giam doc"}));
  EXPECT_TRUE(holds("title:is:Giám đốc", ListValueView{0, "giam doc"}));
  EXPECT_FALSE(holds("title:is_not:Giám đốc", ListValueView{0, "giam doc"}));
  EXPECT_TRUE(holds("title:is:a:b", ListValueView{0, "a:b"})) << "a value may hold colons";
  EXPECT_TRUE(holds("roles:any_of:press,customer", ListValueView{0,
                                                                 "\x1f"
                                                                 "customer\x1f"
                                                                 "agent\x1f"}));
  EXPECT_FALSE(holds("roles:any_of:custom", ListValueView{0,
                                                          "\x1f"
                                                          "customer\x1f"}))
      << "a part of a word is not it";
  EXPECT_FALSE(holds("roles:none_of:agent", ListValueView{0,
                                                          "\x1f"
                                                          "customer\x1f"
                                                          "agent\x1f"}));
  EXPECT_TRUE(holds("tier:any_of:gold", ListValueView{0, "\x1fgold\x1f"}));
}

TEST_F(ListConditionOn, who_has_no_value_is_only_in_what_says_so) {
  for (const auto* condition : {"orders:at_least:-5", "orders:at_most:5", "seen:before:1", "birthday:month:1",
                                "title:is:a", "title:contains:a", "roles:any_of:a", "vip:is:false", "title:filled"})
    EXPECT_FALSE(holds(condition, std::nullopt)) << condition;
  for (const auto* condition : {"orders:empty", "title:empty", "title:is_not:a", "roles:none_of:a"})
    EXPECT_TRUE(holds(condition, std::nullopt)) << condition;
  EXPECT_TRUE(holds("orders:filled", ListValueView{0, {}}));
  EXPECT_FALSE(holds("orders:empty", ListValueView{0, {}}));
}

TEST_F(ListConditionOn, what_is_no_condition_is_refused_with_the_rule) {
  const struct {
    std::string_view condition;
    std::string_view rule;
  } cases[] = {
      {"", "known"},
      {"nobody:is:1", "known"},
      {"orders", "operator"},
      {"orders:contains:1", "operator"},
      {"title:at_least:1", "operator"},
      {"vip:is:maybe", "choice"},
      {"orders:is:1.5", "type"},
      {"seen:within:0", "range"},
      {"seen:within:-1", "range"},
      {"seen:within:9999999999999999999999", "range"},
      {"birthday:month:13", "range"},
      {"title:contains:", "required"},
      {"title:contains:  ", "required"},
      {"title:filled:x", "format"},
      {"roles:any_of:,,", "limit"},
      {"title:is:\xff", "format"},
  };
  for (const auto& [condition, rule] : cases) {
    const auto parsed = parse(condition);
    ASSERT_FALSE(parsed.ok()) << condition;
    EXPECT_EQ(parsed.error().field, "where") << condition;
    EXPECT_EQ(parsed.error().rule, rule) << condition;
  }
  for (const auto* condition : {"orders:at_least:", "orders:at_least:x", "orders:at_least:1e99", "seen:from:2026-02-30",
                                "seen:from:yesterday", "birthday:is:"})
    EXPECT_FALSE(parse(condition).ok()) << condition;
  EXPECT_FALSE(parse("title:is:" + std::string(condition_bytes_max, 'a')).ok());
}

}  // namespace
}  // namespace ganbo::card
