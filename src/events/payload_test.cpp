#include "events/payload.hpp"

#include <gtest/gtest.h>

namespace ganbo::events {
namespace {

const std::vector<Field>& fields() {
  static const std::vector<Field> list{
      {.name = "text", .label = {}},
      {.name = "must", .label = {}, .required = true},
      {.name = "whole", .label = {}, .kind = FieldKind::integer, .min = -2, .max = 2},
      {.name = "amount", .label = {}, .kind = FieldKind::decimal},
      {.name = "flag", .label = {}, .kind = FieldKind::boolean},
      {.name = "pick", .label = {}, .kind = FieldKind::choice, .choices = {{"a", {}}, {"b", {}}}},
      {.name = "role",
       .label = {},
       .kind = FieldKind::choice,
       .choices = {{"customer", {}}},
       .own_choices = parties::WordFamily::role},
      {.name = "when", .label = {}, .kind = FieldKind::instant},
      {.name = "day", .label = {}, .kind = FieldKind::day},
      {.name = "minutes", .label = {}, .kind = FieldKind::duration_minutes},
      {.name = "cost", .label = {}, .kind = FieldKind::money},
      {.name = "currency", .label = {}, .kind = FieldKind::currency},
      {.name = "products", .label = {}, .kind = FieldKind::products},
      {.name = "participants", .label = {}, .kind = FieldKind::participants},
      {.name = "free", .label = {}, .kind = FieldKind::json},
      {.name = "small", .label = {}, .kind = FieldKind::json, .bytes_max = 8},
  };
  return list;
}

struct Read {
  Result<std::string> payload = Error{};
  std::vector<UnknownValue> unknown;
};

Read read(std::string_view json, std::optional<Currency> default_currency = std::nullopt) {
  Read reading;
  const auto document = parse_json(json, 0, "test");
  JsonObject object;
  if (!document.ok() || document->get(object)) return reading;
  static const parties::OwnWords words{
      .roles = {{"neighbour", {.label = {"Neighbour", "Hàng xóm"}, .lead_days = {}, .retired = false}},
                {"tenant", {.label = {"Tenant", "Người thuê"}, .lead_days = {}, .retired = true}}},
      .key_date_kinds = {}};
  const auto further = [](std::string_view key, JsonElement) -> Result<std::optional<Field>> {
    if (key.starts_with("named")) return std::optional(Field{.name = key, .label = {}, .kind = FieldKind::json});
    if (key == "own_count")
      return std::optional(Field{.name = key, .label = {}, .kind = FieldKind::integer, .clearable = true});
    if (key == "own_gone") return invalid("p.own_gone", "retired", "It is retired.");
    return std::optional<Field>();
  };
  reading.payload =
      read_payload(fields(), object, "p", {.field = further, .words = &words}, reading.unknown, default_currency);
  return reading;
}

TEST(Payload, keeps_each_kind_of_value_in_its_one_form) {
  struct Case {
    std::string_view sent;
    std::string_view kept;
  };
  const std::vector<Case> cases{
      {R"({"must":"x"})", R"({"must":"x"})"},
      {R"({"must":7})", R"({"must":"7"})"},
      {R"({"whole":2,"must":"x","text":"đ"})", R"({"text":"đ","must":"x","whole":2})"},
      {R"({"must":"x","whole":"-1"})", R"({"must":"x","whole":-1})"},
      {R"({"must":"x","amount":12.50})", R"({"must":"x","amount":"12.5"})"},
      {R"({"must":"x","amount":"1e3"})", R"({"must":"x","amount":"1000"})"},
      {R"({"must":"x","amount":0.0000005})", R"({"must":"x","amount":"0"})"},
      {R"({"must":"x","flag":false})", R"({"must":"x","flag":false})"},
      {R"({"must":"x","pick":"b"})", R"({"must":"x","pick":"b"})"},
      {R"({"must":"x","role":"customer"})", R"({"must":"x","role":"customer"})"},
      {R"({"must":"x","role":"neighbour"})", R"({"must":"x","role":"neighbour"})"},
      {R"({"must":"x","participants":[{"role":"neighbour"}]})",
       R"({"must":"x","participants":[{"role":"neighbour"}]})"},
      {R"({"must":"x","when":"2026-01-02T03:04:05+07:00"})", R"({"must":"x","when":"2026-01-01T20:04:05Z"})"},
      {R"({"must":"x","day":"2026-01-02T23:00:00Z"})", R"({"must":"x","day":"2026-01-02"})"},
      {R"({"must":"x","minutes":90})", R"({"must":"x","minutes":90})"},
      {R"({"must":"x","cost":{"amount":12.5,"currency":"usd"}})",
       R"({"must":"x","cost":{"amount":"12.50","currency":"USD"}})"},
      {R"({"must":"x","currency":"usd"})", R"({"must":"x","currency":"USD"})"},
      {R"({"must":"x","products":[{"price":"1.10","product_id":5}]})",
       R"({"must":"x","products":[{"product_id":"5","price":"1.1"}]})"},
      {R"({"must":"x","participants":[{"name":"Lan"}]})", R"({"must":"x","participants":[{"name":"Lan"}]})"},
      {R"({"must":"x","free":{"a" : [1, 2.5, null]}})", R"({"must":"x","free":{"a":[1,2.5,null]}})"},
      {R"({"must":"x","text":null,"whole":null})", R"({"must":"x"})"},
      {R"({"own_count":"7","named_b":[1],"must":"x","named_a":"y"})",
       R"({"must":"x","named_a":"y","named_b":[1],"own_count":7})"},
      {R"({"own_count":null,"must":"x","named_a":null,"other":null})", R"({"must":"x","own_count":null})"},
  };
  for (const auto& c : cases) {
    const auto reading = read(c.sent);
    ASSERT_TRUE(reading.payload.ok()) << c.sent << ": " << reading.payload.error().field << ' '
                                      << reading.payload.error().message;
    EXPECT_EQ(*reading.payload, c.kept);
    EXPECT_EQ(*read(*reading.payload).payload, c.kept) << "read again";
  }
}

TEST(Payload, refuses_by_field_and_rule) {
  struct Case {
    std::string sent;
    std::string_view field;
    std::string_view rule;
  };
  const std::vector<Case> cases{
      {"{}", "p.must", "required"},
      {R"({"must":null})", "p.must", "required"},
      {R"({"must":""})", "p.must", "required"},
      {R"({"must":" \t"})", "p.must", "required"},
      {R"({"must":["x"]})", "p.must", "type"},
      {R"({"must":")" + std::string(501, 'x') + "\"}", "p.must", "limit"},
      {R"({"must":"x","whole":3})", "p.whole", "range"},
      {R"({"must":"x","whole":1.5})", "p.whole", "type"},
      {R"({"must":"x","amount":"twelve"})", "p.amount", "format"},
      {R"({"must":"x","amount":1e14})", "p.amount", "limit"},
      {R"({"must":"x","flag":"yes"})", "p.flag", "type"},
      {R"({"must":"x","pick":"c"})", "p.pick", "choice"},
      {R"({"must":"x","pick":"neighbour"})", "p.pick", "choice"},
      {R"({"must":"x","role":"tenant"})", "p.role", "choice"},
      {R"({"must":"x","participants":[{"user_id":"u","role":"king"}]})", "p.participants[0].role", "choice"},
      {R"({"must":"x","when":"yesterday"})", "p.when", "format"},
      {R"({"must":"x","day":"2026-02-29"})", "p.day", "format"},
      {R"({"must":"x","minutes":10081})", "p.minutes", "range"},
      {R"({"must":"x","cost":5})", "p.cost", "type"},
      {R"({"must":"x","cost":{"currency":"USD"}})", "p.cost", "required"},
      {R"({"must":"x","cost":{"amount":5}})", "p.cost.currency", "known"},
      {R"({"must":"x","currency":"XXQ"})", "p.currency", "known"},
      {R"({"must":"x","products":{}})", "p.products", "type"},
      {R"({"must":"x","products":[5]})", "p.products[0]", "type"},
      {R"({"must":"x","products":[{},{"price":"?"}]})", "p.products[1].price", "format"},
      {R"({"must":"x","free":")" + std::string(4096, 'x') + "\"}", "p.free", "limit"},
      {R"({"must":"x","small":[1,2,3,4]})", "p.small", "limit"},
      {R"({"must":"x","own_count":1.5})", "p.own_count", "type"},
      {R"({"must":"x","own_gone":1})", "p.own_gone", "retired"},
  };
  for (const auto& c : cases) {
    const auto reading = read(c.sent);
    ASSERT_FALSE(reading.payload.ok()) << c.sent.substr(0, 100);
    EXPECT_EQ(reading.payload.error().field, c.field);
    EXPECT_EQ(reading.payload.error().rule, c.rule) << c.sent.substr(0, 100);
  }
}

TEST(Payload, unknown_keys_of_list_items_wait_together_by_the_place_of_their_item) {
  const auto reading =
      read(R"({"must":"x","products":[{"colour":"red"},{"price":1},{"colour":"blue","product_id":"p"}]})");
  ASSERT_TRUE(reading.payload.ok());
  EXPECT_EQ(*reading.payload, R"({"must":"x","products":[{},{"price":"1"},{"product_id":"p"}]})");
  ASSERT_EQ(reading.unknown.size(), 1U);
  EXPECT_EQ(reading.unknown[0].key, "products.colour");
  EXPECT_EQ(reading.unknown[0].value_json, R"({"0":"red","2":"blue"})");
}

TEST(Payload, unknown_keys_wait_and_named_ones_are_kept) {
  const auto reading = read(R"({"must":"x","named_b":[1],"colour":"red","named_a":1,"gone":null})");
  ASSERT_TRUE(reading.payload.ok());
  EXPECT_EQ(*reading.payload, R"({"must":"x","named_a":1,"named_b":[1]})");
  ASSERT_EQ(reading.unknown.size(), 1U);
  EXPECT_EQ(reading.unknown[0].key, "colour");
  EXPECT_EQ(reading.unknown[0].value_json, "\"red\"");
}

TEST(Payload, an_amount_without_currency_is_in_the_business_s) {
  const Currency usd = *Currency::parse("USD", "currency");
  EXPECT_EQ(*read(R"({"must":"x","free":1})", usd).payload, R"({"must":"x","currency":"USD","free":1})");
  EXPECT_EQ(*read(R"({"must":"x","currency":"EUR"})", usd).payload, R"({"must":"x","currency":"EUR"})");
}

TEST(Payload, bodies_that_mean_the_same_have_one_canonical_form) {
  const auto canonical = [](std::string_view json) {
    std::string out;
    append_canonical(out, *parse_json(json, 0, "test"), true);
    return out;
  };
  EXPECT_EQ(canonical(R"({"b":1,"a":{"y":[1,2],"x":"đ"},"sentAt":"now"})"),
            canonical("{ \"a\" : {\"x\":\"\\u0111\",\"y\":[1,2]},\"b\":1}"));
  EXPECT_NE(canonical(R"({"a":{"sentAt":1}})"), canonical(R"({"a":{"sentAt":2}})"));
  EXPECT_NE(canonical(R"({"a":[1,2]})"), canonical(R"({"a":[2,1]})"));
  EXPECT_NE(canonical(R"({"a":"1"})"), canonical(R"({"a":1})"));
}

TEST(Payload, what_is_not_json_is_an_error) {
  for (const std::string_view json : {"", "{", "{\"a\":1e999}", "\xff", "{} {}", "[1,]"})
    EXPECT_FALSE(parse_json(json, 0, "test").ok()) << json;
  std::string deep(5000, '[');
  EXPECT_FALSE(parse_json(deep, 0, "test").ok());
}

}  // namespace
}  // namespace ganbo::events
