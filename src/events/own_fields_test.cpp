// What holds for every kind of field that the business can define.
#include "events/own_fields.hpp"

#include <gtest/gtest.h>

namespace ganbo::events {
namespace {

using parties::CustomField;
using parties::CustomKind;
using enum parties::CustomKind;

CustomField field_of_kind(CustomKind kind) {
  CustomField field;
  field.key = "own";
  field.kind = kind;
  field.label = {"Own", "Riêng"};
  field.serves = "A test";
  if (kind == choice)
    field.choices = {{"dark", {"Dark", "Đậm"}}, {"light", {"Light", "Nhạt"}}, {"old", {"Old", "Cũ"}, true}};
  return field;
}

parties::Business business_with(CustomField field) {
  parties::Business business;
  business.named_fields = {"identify.shoe_size", "order_completed.gift_wrap"};
  business.fields.emplace(field.key, std::move(field));
  return business;
}

struct Reading {
  Result<std::string> payload = Error{};
  std::vector<UnknownValue> unknown;
};

Reading read(const parties::Business& business, const std::string& json, bool clears = false,
             std::string_view prefix = "identify") {
  Reading reading;
  const auto document = parse_json(json, 0, "test");
  reading.payload = read_payload({}, JsonObject(document->get_object()), "traits", further_of(business, prefix, clears),
                                 reading.unknown);
  return reading;
}

struct Kind {
  CustomKind kind;
  std::vector<std::pair<std::string, std::string>> taken;              // sent, kept
  std::vector<std::pair<std::string, std::string_view>> refused = {};  // sent, rule
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {text,
       {{R"("Đậm")", R"("Đậm")"}, {"42", R"("42")"}, {R"("")", R"("")"}},
       {{"[1]", "type"}, {'"' + std::string(501, 'x') + '"', "limit"}, {R"("a\u0000b")", "format"}}},
      {long_text, {{R"("a\nb")", R"("a\nb")"}}, {{'"' + std::string(20'001, 'x') + '"', "limit"}, {"{}", "type"}}},
      {integer,
       {{"42", "42"}, {R"("-7")", "-7"}, {"9000000000000", "9000000000000"}, {"-9000000000000", "-9000000000000"}},
       {{"1.5", "type"}, {R"("many")", "type"}, {"9000000000001", "range"}, {"true", "type"}}},
      {decimal,
       {{"12.50", R"("12.5")"}, {R"("1e3")", R"("1000")"}, {"-0.000001", R"("-0.000001")"}},
       {{R"("much")", "format"}, {"1e14", "limit"}}},
      {boolean, {{"true", "true"}, {"false", "false"}}, {{R"("yes")", "type"}, {"1", "type"}}},
      {choice, {{R"("dark")", R"("dark")"}}, {{R"("Dark")", "choice"}, {R"("old")", "choice"}, {"[]", "type"}}},
      {day,
       {{R"("2026-01-31")", R"("2026-01-31")"}, {R"("2026-01-31T05:00:00Z")", R"("2026-01-31")"}},
       {{R"("2026-02-30")", "format"}, {"20260131", "format"}}},
      {instant, {{R"("2026-01-31T05:00:00+07:00")", R"("2026-01-30T22:00:00Z")"}}, {{R"("noon")", "format"}}},
  };
  return all;
}

TEST(OwnFields, each_kind_keeps_a_value_in_its_one_form_and_refuses_what_is_none) {
  EventTypes types;
  ASSERT_EQ(kinds().size(), 8U);
  for (const auto& kind : kinds()) {
    const auto business = business_with(field_of_kind(kind.kind));
    for (const auto& [sent, kept] : kind.taken) {
      const auto reading = read(business, R"({"own":)" + sent + '}');
      ASSERT_TRUE(reading.payload.ok()) << word_of(kind.kind) << ' ' << sent << ": " << reading.payload.error().message;
      EXPECT_EQ(*reading.payload, R"({"own":)" + kept + '}');
      EXPECT_EQ(*read(business, *reading.payload).payload, *reading.payload) << "read again";
      // The card shows what stands in the payload, whatever becomes of the definition.
      const auto document = parse_json(*reading.payload, 1, "payload");
      const auto facets = types.find("identify")->facets(JsonObject(document->get_object()), business.currency);
      ASSERT_EQ(facets.traits.size(), 1U);
      EXPECT_EQ(facets.traits[0], std::pair(std::string("own"), kept));
      EXPECT_EQ(shown_value(field_of_kind(kind.kind), kept), kept);
    }
    for (const auto& [sent, rule] : kind.refused) {
      const auto reading = read(business, R"({"own":)" + sent + '}');
      ASSERT_FALSE(reading.payload.ok()) << word_of(kind.kind) << ' ' << sent.substr(0, 60);
      EXPECT_EQ(reading.payload.error().field, "traits.own");
      EXPECT_EQ(reading.payload.error().rule, rule) << word_of(kind.kind) << ' ' << sent.substr(0, 60);
    }
  }
}

// What parties::widens_to() says, held against the reader of values.
TEST(OwnFields, a_kind_widens_only_where_the_other_takes_every_value_of_it) {
  for (const auto& from : kinds())
    for (const auto& to : kinds()) {
      if (!widens_to(from.kind, to.kind)) continue;
      CustomField field = field_of_kind(to.kind);
      const auto business = business_with(field);
      for (const auto& [sent, kept] : from.taken) {
        const std::string shown = shown_value(field, kept);
        const auto reading = read(business, R"({"own":)" + shown + '}');
        ASSERT_TRUE(reading.payload.ok()) << word_of(from.kind) << " to " << word_of(to.kind) << ' ' << kept << ": "
                                          << reading.payload.error().message;
        EXPECT_EQ(*reading.payload, R"({"own":)" + shown + '}') << word_of(from.kind) << " to " << word_of(to.kind);
        EXPECT_EQ(parties::value_key(parties::text_of_value(kept)), parties::value_key(parties::text_of_value(shown)))
            << "it is found as before";
      }
    }
}

TEST(OwnFields, a_retired_one_takes_no_values_and_may_be_cleared) {
  CustomField field = field_of_kind(text);
  field.retired = true;
  const auto business = business_with(field);
  EXPECT_EQ(read(business, R"({"own":"x"})").payload.error().rule, "retired");
  EXPECT_EQ(read(business, R"({"own":"x"})", true).payload.error().field, "traits.own");
  EXPECT_EQ(*read(business, R"({"own":null})", true).payload, R"({"own":null})");
}

TEST(OwnFields, null_is_as_absent_but_where_a_person_clears_a_value) {
  const auto business = business_with(field_of_kind(day));
  EXPECT_EQ(*read(business, R"({"own":null})").payload, "{}");
  EXPECT_EQ(*read(business, R"({"own":null})", true).payload, R"({"own":null})");
  EXPECT_EQ(*read(business, R"({"shoe_size":null})", true).payload, "{}") << "a named field is not the business's own";
}

TEST(OwnFields, stand_beside_named_ones_and_among_traits_alone) {
  const auto business = business_with(field_of_kind(integer));
  const auto traits = read(business, R"({"shoe_size":[41],"own":"7","colour":"red"})");
  EXPECT_EQ(*traits.payload, R"({"own":7,"shoe_size":[41]})");
  ASSERT_EQ(traits.unknown.size(), 1U);
  EXPECT_EQ(traits.unknown[0].key, "colour");
  const auto order = read(business, R"({"own":"7","gift_wrap":true})", false, "order_completed");
  EXPECT_EQ(*order.payload, R"({"gift_wrap":true})");
  ASSERT_EQ(order.unknown.size(), 1U);
  EXPECT_EQ(order.unknown[0].key, "own");
}

TEST(OwnFields, no_key_is_a_name_that_traits_have_already) {
  EventTypes types;
  const auto taken = taken_keys(types);
  for (const auto& field : types.find("identify")->describe().fields) EXPECT_TRUE(taken.contains(field.name));
  for (const auto* word : {"user_id", "external", "anonymous_id", "roles", "traits"}) EXPECT_TRUE(taken.contains(word));
  EXPECT_FALSE(taken.contains("favourite_roast"));
}

TEST(OwnFields, a_line_of_the_timeline_calls_them_as_the_business_does) {
  EventTypes types;
  const auto document = parse_json(R"({"name":"Lan","own":7,"other":1})", 0, "payload");
  const JsonObject payload(document->get_object());
  const LabelOf label_of = [](std::string_view key) {
    return key == "own" ? std::optional(Label{"Own", "Riêng"}) : std::nullopt;
  };
  const auto* identify = types.find("identify");
  EXPECT_EQ(identify->line_with(payload, Language::en, label_of), "Details updated: Name, Own, other");
  EXPECT_EQ(identify->line_with(payload, Language::vi, label_of), "Cập nhật thông tin: Tên, Riêng, other");
  EXPECT_EQ(identify->line(payload, Language::en), "Details updated: Name, own, other");
}

}  // namespace
}  // namespace ganbo::events
