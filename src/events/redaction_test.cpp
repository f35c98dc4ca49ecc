#include "events/redaction.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "events/event_type.hpp"
#include "events/payload.hpp"

namespace ganbo::events {
namespace {

std::string redact(std::string_view type, std::string_view payload) {
  static const EventTypes types;
  return redacted_payload(types.find(type)->describe(), payload);
}

TEST(Redaction, KeepsWhatFoldsAndDropsWhatSomebodyWrote) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"note", R"({"text":"thích cà phê phin"})", "{}"},
      {"call", R"({"text":"hỏi giá","duration_minutes":4})", R"({"duration_minutes":4})"},
      {"identify", R"({"name":"Lan","birthday":"1990-01-31","age":36,"kind":"person"})", "{}"},
      {"complaint_raised", R"({"complaint_id":"KN-1","text":"nguội"})", R"({"complaint_id":"KN-1"})"},
      {"custom", R"({"name":"Goods Delivered","properties":{"to":"Lan"}})", R"({"name":"Goods Delivered"})"},
  };
  for (const auto& [type, payload, left] : cases) EXPECT_EQ(redact(type, payload), left) << type;
}

// Whatever a type's texts hold, none of it is left but the numbers of things; and the type still reads what is left.
TEST(Redaction, LeavesNoTextOfAnyType) {
  const EventTypes types;
  for (const auto& type : types.all()) {
    const Description& description = type->describe();
    std::string payload = "{";
    for (const auto& field : description.fields)
      if (field.kind == FieldKind::text || field.kind == FieldKind::long_text)
        payload += fmt::format(R"({}"{}":"written by hand")", payload.size() > 1 ? "," : "", field.name);
    if (find_field(description.fields, "total") != nullptr) payload += R"(,"total":"90000","currency":"VND")";
    payload += "}";
    const std::string left = redacted_payload(description, payload);
    const auto document = parse_json(left, 0, "payload");
    JsonObject object;
    ASSERT_TRUE(document.ok() && !document->get(object)) << description.type;
    for (const auto [name, value] : object) {
      const Field* field = find_field(description.fields, name);
      ASSERT_NE(field, nullptr);
      EXPECT_TRUE(field->kept_on_erasure || std::string_view(name).ends_with("_id") ||
                  simdjson::minify(value).find("written by hand") == std::string::npos)
          << description.type << " " << name;
    }
    type->facets(object, Currency());
    EXPECT_FALSE(type->line(object, Language::vi).empty()) << description.type;
  }
}

TEST(Redaction, KeepsTheOrderToTheLastFigure) {
  const EventTypes types;
  const std::string payload =
      R"({"order_id":"A1","total":"90000","currency":"VND","coupon":"CHAO-LAN","products":[{"product_id":"CF","name":"Cà phê","quantity":"2","price":"45000"}]})";
  const auto facets_of = [&](std::string_view json) {
    const auto document = parse_json(json, 0, "payload");
    return types.find("order_completed")->facets(JsonObject(document->get_object()), Currency());
  };
  const std::string left = redact("order_completed", payload);
  EXPECT_EQ(left.find("CHAO-LAN"), std::string::npos);
  const Facets before = facets_of(payload);
  const Facets after = facets_of(left);
  ASSERT_TRUE(before.order && after.order);
  EXPECT_EQ(after.order->order_id, before.order->order_id);
  EXPECT_EQ(after.order->total_minor, before.order->total_minor);
  ASSERT_EQ(after.order->lines.size(), before.order->lines.size());
  EXPECT_EQ(after.order->lines[0].amount_minor, before.order->lines[0].amount_minor);
}

TEST(Redaction, OfTheEnvelopeLeavesNoTextAndNobody) {
  EXPECT_EQ(redacted_envelope(
                R"({"role":"customer","staff":"Minh","place":"Q1","manner":2,"participants":[{"name":"Lan"}]})"),
            R"({"role":"customer","manner":2})");
  EXPECT_EQ(redacted_envelope(R"({"place":"Q1"})"), "");
  EXPECT_EQ(redacted_envelope(""), "");
}

}  // namespace
}  // namespace ganbo::events
