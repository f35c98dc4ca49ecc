#include "imports/item_json.hpp"

#include <gtest/gtest.h>

namespace ganbo::imports {
namespace {

TEST(ItemJson, gives_back_what_was_written) {
  const Item sale{
      .name = "order:1:\"x\"",
      .type = "order_completed",
      .occurred_at = Timestamp{1'767'225'600'123'456},
      .ids = {{parties::IdentifierType::external, "till:Khách \n1"}, {parties::IdentifierType::phone, "0912 345 678"}},
      .sale = "sale:till:1",
      .properties = R"({"order_id":"1","products":[{"price":"12.5"}]})",
      .envelope = R"({"role":"customer"})"};
  const Item bare{.name = "party:1", .type = "identify", .properties = "{}", .new_only = true};
  for (const Item* item : {&sale, &bare}) {
    std::string json;
    append_item(json, *item);
    const auto document = events::parse_json(json, 0, "item");
    ASSERT_TRUE(document.ok()) << json;
    std::vector<ItemError> notes;
    const auto read = read_item(*document, 3, notes);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_TRUE(notes.empty());
    EXPECT_EQ(read->name, item->name);
    EXPECT_EQ(read->type, item->type);
    EXPECT_EQ(read->occurred_at, item->occurred_at);
    EXPECT_EQ(read->ids, item->ids);
    EXPECT_EQ(read->sale, item->sale);
    EXPECT_EQ(read->properties, item->properties);
    EXPECT_EQ(read->envelope, item->envelope);
  }
}

TEST(ItemJson, says_what_is_wrong_with_an_item) {
  std::vector<ItemError> notes;
  const auto refusal = [&](std::string_view json) {
    const auto item = read_item(*events::parse_json(json, 0, "item"), 5, notes);
    return item.ok() ? std::string() : item.error().field + "/" + item.error().rule;
  };
  EXPECT_EQ(refusal("[1]"), "items/type");
  EXPECT_EQ(refusal(R"({"name":"a","type":"note"})"), "properties/required");
  EXPECT_EQ(refusal(R"({"name":"a","type":"note","at":"yesterday","properties":{}})"), "date/format");
  ASSERT_TRUE(notes.empty());
  EXPECT_EQ(refusal(R"({"name":"a","type":"note","ids":[["passport","1"],["phone"],["phone","1"]],"properties":{}})"),
            "");
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].item, 5U);
  EXPECT_EQ(notes[0].error.rule, "known");
  EXPECT_EQ(notes[1].error.rule, "type");
}

TEST(ItemJson, outcomes_tell_of_every_item) {
  const Outcomes told{
      "arx", {{2, invalid("quantity", "range", "Too many.")}}, {{0, invalid("phone", "format", "Bad.")}}};
  const auto read = read_outcomes(outcomes_json(told), 3);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->letters, "arx");
  ASSERT_EQ(read->refused.size(), 1U);
  EXPECT_EQ(read->refused[0].item, 2U);
  EXPECT_EQ(read->refused[0].error.field + "/" + read->refused[0].error.rule + "/" + read->refused[0].error.message,
            "quantity/range/Too many.");
  ASSERT_EQ(read->notes.size(), 1U);
  EXPECT_EQ(read->notes[0].error.rule, "format");
  EXPECT_FALSE(read_outcomes(outcomes_json(told), 4).ok()) << "an item without an outcome";
  EXPECT_FALSE(read_outcomes("[]", 1).ok());
}

}  // namespace
}  // namespace ganbo::imports
