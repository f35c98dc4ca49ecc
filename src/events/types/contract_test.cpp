// The promise of every event type, written once: it runs over all folders of the family.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "events/segment.hpp"

namespace ganbo::events {
namespace {

const EventTypes& types() {
  static const EventTypes all;
  return all;
}

const parties::Business& business() {
  static const parties::Business shop;
  return shop;
}

Reading reading() {
  static const HashKey key{};
  return {.business = business(),
          .types = types(),
          .hash_key = key,
          .source = SourceId{1},
          .received_at = *parse_timestamp("2026-01-31T12:00:00Z", "now")};
}

std::filesystem::path family() { return std::filesystem::path(GANBO_SOURCE_DIR) / "src/events/types"; }

struct Example {
  std::string send;  // an item of the Segment spec
  std::string en;    // of a good one: its lines
  std::string vi;
  std::string refused_field;  // of a bad one
  std::string refused_rule;
  bool good() const { return refused_field.empty(); }
};

std::vector<Example> examples_of(std::string_view type) {
  std::ifstream file(family() / type / "examples.json", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  simdjson::dom::parser parser;
  simdjson::dom::array list;
  EXPECT_FALSE(parser.parse(simdjson::padded_string(text)).get(list)) << type << "/examples.json is not a list";
  std::vector<Example> examples;
  for (const JsonElement element : list) {
    Example example;
    example.send = simdjson::minify(element.at_key("send"));
    JsonObject part;
    if (!element.at_key("line").get(part)) {
      example.en = text_of(part, "en");
      example.vi = text_of(part, "vi");
    } else if (!element.at_key("refused").get(part)) {
      example.refused_field = text_of(part, "field");
      example.refused_rule = text_of(part, "rule");
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

// The example as the event API reads it.
Item sent(const std::string& item) {
  const auto document = parse_json(item, 2, "example");
  const std::string call(text_of(JsonObject(document->get_object()), "type"));
  auto items = read_request(call, item, reading());
  EXPECT_TRUE(items.ok() && items->size() == 1) << item;
  return std::move(items->front());
}

const RecordEvent* event_of_type(const Item& item, std::string_view type) {
  const RecordEvent* event = item.command.get();
  return event != nullptr && event->type->describe().type == type ? event : nullptr;
}

std::string text_of_facets(const Facets& facets) {
  std::string text = fmt::format("{} {} ", facets.role, facets.is_contact);
  for (const auto& [name, value] : facets.traits) text += name + '=' + value + ' ';
  if (facets.matter)
    text += fmt::format("matter {} {} {} {} {} ", facets.matter->kind, facets.matter->number, facets.matter->opens,
                        facets.matter->text, facets.matter->due ? facets.matter->due->days : 0);
  if (facets.order) {
    const auto& order = *facets.order;
    text += fmt::format("order {} {} {} {}:", static_cast<int>(order.what), order.order_id, order.total_minor,
                        order.currency.code());
    for (const auto& line : order.lines)
      text += fmt::format(" [{} {} {} {} {}]", line.product_id, line.name, format_decimal(line.quantity),
                          format_decimal(line.unit_price), line.amount_minor);
  }
  return text;
}

class Leaf : public testing::TestWithParam<std::string> {
 protected:
  const EventType& type() const { return *types().find(GetParam()); }
  // A payload that passes: the first good example's.
  std::string good_payload() const {
    for (const auto& example : examples_of(GetParam()))
      if (example.good()) return event_of_type(sent(example.send), GetParam())->payload;
    return "{}";
  }
  Result<std::string> read(std::string_view json) const {
    simdjson::dom::parser parser;
    JsonObject object;
    if (parser.parse(simdjson::padded_string(json)).get(object)) return invalid("payload", "json", "not JSON");
    std::vector<UnknownValue> unknown;
    return read_payload(type().describe().fields, object, "properties", {}, unknown, business().currency);
  }
  // What the event API does with a payload: read, check, mean, say. The error, or nothing.
  std::optional<Error> take(std::string_view json) const {
    auto payload = read(json);
    if (!payload.ok()) return payload.error();
    const auto document = parse_json(*payload, 1, "payload");
    const JsonObject object = document->get_object();
    const auto checked = type().check(object, business().currency);
    if (!checked.ok()) return checked.error();
    (void)type().facets(object, business().currency);
    EXPECT_FALSE(type().line(object, Language::en).empty()) << *payload;
    EXPECT_FALSE(type().line(object, Language::vi).empty()) << *payload;
    return std::nullopt;
  }
};

TEST(Family, every_folder_is_registered_and_nothing_else_is) {
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(family()))
    if (entry.is_directory()) folders.insert(entry.path().filename());
  std::set<std::string> registered;
  for (const auto& type : types().all()) registered.insert(std::string(type->describe().type));
  EXPECT_EQ(folders, registered);
}

TEST(Family, track_events_are_read_by_their_names_without_case_and_the_rest_is_custom) {
  for (const auto& type : types().all())
    for (const auto name : type->describe().track_names)
      EXPECT_EQ(types().for_track(name).describe().type, type->describe().type) << name;
  EXPECT_EQ(types().for_track("ORDER completed").describe().type, "order_completed");
  EXPECT_EQ(types().for_track("Coffee Tasted").describe().type, "custom");
}

TEST(Family, a_browser_key_sends_no_orders_and_nothing_that_staff_log) {
  for (const auto& type : types().all()) {
    const bool order = type->describe().type.starts_with("order_");
    EXPECT_FALSE(type->describe().from_browser && (order || type->describe().loggable)) << type->describe().type;
  }
}

TEST_P(Leaf, describes_itself_in_both_languages) {
  const Description& d = type().describe();
  EXPECT_EQ(d.type, GetParam());
  const auto filled = [](const Label& label) { return !label.en.empty() && !label.vi.empty(); };
  EXPECT_TRUE(filled(d.label));
  EXPECT_TRUE(filled(d.sentence));
  std::set<std::string_view> names;
  for (const auto& field : d.fields) {
    EXPECT_TRUE(filled(field.label)) << field.name;
    EXPECT_TRUE(names.insert(field.name).second) << field.name << " is described twice";
    EXPECT_EQ(field.kind == FieldKind::choice, !field.choices.empty()) << field.name;
    for (const auto& choice : field.choices) EXPECT_TRUE(filled(choice.label)) << field.name << '.' << choice.value;
  }
  EXPECT_LE(d.fields.size(), 64U);  // read_payload's limit
}

TEST_P(Leaf, its_examples_come_out_as_they_say) {
  int good = 0;
  int bad = 0;
  for (const auto& example : examples_of(GetParam())) {
    const Item item = sent(example.send);
    if (!example.good()) {
      ++bad;
      ASSERT_TRUE(item.error) << "not refused: " << example.send;
      EXPECT_EQ(item.error->field, example.refused_field) << example.send;
      EXPECT_EQ(item.error->rule, example.refused_rule) << example.send;
      EXPECT_FALSE(item.error->message.empty());
      EXPECT_EQ(item.command, nullptr);
      continue;
    }
    ++good;
    ASSERT_FALSE(item.error) << example.send << ": " << item.error->field << ' ' << item.error->message;
    const RecordEvent* event = event_of_type(item, GetParam());
    ASSERT_NE(event, nullptr) << "read as another type: " << example.send;
    EXPECT_TRUE(event->quarantined.empty()) << event->quarantined.front().field << " in " << example.send;
    const auto document = parse_json(event->payload, 1, "payload");
    EXPECT_EQ(type().line(JsonObject(document->get_object()), Language::en), example.en);
    EXPECT_EQ(type().line(JsonObject(document->get_object()), Language::vi), example.vi);
  }
  EXPECT_GE(good, 2);
  EXPECT_GE(bad, 1);
}

TEST_P(Leaf, a_stored_payload_reads_again_as_the_same_bytes_and_means_the_same) {
  for (const auto& example : examples_of(GetParam())) {
    if (!example.good()) continue;
    const Item item = sent(example.send);
    const RecordEvent* event = event_of_type(item, GetParam());
    ASSERT_NE(event, nullptr);
    const auto again = read(event->payload);
    ASSERT_TRUE(again.ok()) << again.error().field << ' ' << again.error().message;
    EXPECT_EQ(*again, event->payload);
    const auto document = parse_json(*again, 1, "payload");
    const JsonObject payload = document->get_object();
    EXPECT_EQ(text_of_facets(type().facets(payload, business().currency)), text_of_facets(event->facets));
    // What stands in the record does not change its meaning with a setting.
    EXPECT_EQ(text_of_facets(type().facets(payload, *Currency::parse("KWD", "currency"))),
              text_of_facets(event->facets));
  }
}

TEST_P(Leaf, hostile_values_are_refused_by_name_or_taken_and_never_crash) {
  const std::string good = good_payload();
  std::string deep = "1";
  for (int i = 0; i < 900; ++i) deep = '[' + deep + ']';
  std::string text_long(40'000, 'x');
  const std::vector<std::string> values{"true",
                                        "[]",
                                        "{}",
                                        "[1]",
                                        "[{}]",
                                        "[[]]",
                                        R"([{"quantity":"many"}])",
                                        R"([{"price":1e400}])",
                                        R"({"a":{"b":null}})",
                                        "-1",
                                        "1e30",
                                        "-9223372036854775808",
                                        "18446744073709551615",
                                        "0.0000001",
                                        "1e-300",
                                        R"("")",
                                        R"("\u0000")",
                                        R"("NaN")",
                                        R"("9999999999999")",
                                        R"("2026-02-30")",
                                        R"("ZZZ")",
                                        R"("đ ễ \ud83d\ude00")",
                                        '"' + text_long + '"',
                                        deep,
                                        R"([{"quantity":1e9,"price":9e12}])",
                                        R"([{"quantity":-1e9,"price":-9e12}])",
                                        R"([{"quantity":1000000001}])"};
  for (const auto& field : type().describe().fields) {
    for (const auto& value : values) {
      // The field stands first, then the rest of a good payload without it.
      simdjson::dom::parser parser;
      std::string json = fmt::format(R"({{"{}":{})", field.name, value);
      JsonObject rest;
      ASSERT_FALSE(parser.parse(simdjson::padded_string(good)).get(rest));
      for (const auto [key, element] : rest)
        if (key != field.name) json += fmt::format(R"(,"{}":{})", std::string_view(key), simdjson::minify(element));
      json += '}';
      const auto error = take(json);
      if (!error) continue;
      EXPECT_FALSE(error->rule.empty()) << json.substr(0, 200);
      EXPECT_FALSE(error->message.empty()) << json.substr(0, 200);
      const bool not_json = error->field == "payload";  // 1e400 and the like are no JSON numbers
      EXPECT_TRUE(not_json || error->field.starts_with("properties.") || error->field.starts_with("traits."))
          << error->field << " in " << json.substr(0, 200);
    }
    const auto missing = take(fmt::format(R"({{"{}":null}})", field.name));
    if (field.required) {
      ASSERT_TRUE(missing) << field.name;
      EXPECT_EQ(missing->rule, "required");
    }
  }
  (void)take("{}");
}

TEST_P(Leaf, a_value_of_the_wrong_kind_is_refused_under_its_own_name) {
  for (const auto& field : type().describe().fields) {
    if (field.kind == FieldKind::json) continue;  // anything goes
    const std::string wrong = field.kind == FieldKind::boolean ? "\"perhaps\""
                              : field.kind == FieldKind::products || field.kind == FieldKind::participants ? "7"
                                                                                                           : "[true]";
    const auto refused = read(fmt::format(R"({{"{}":{}}})", field.name, wrong));
    ASSERT_FALSE(refused.ok()) << field.name;
    const bool other_missing = refused.error().rule == "required";  // a required field before it
    EXPECT_TRUE(other_missing || refused.error().field.starts_with("properties." + std::string(field.name)))
        << refused.error().field;
  }
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const auto& type : types().all()) names.emplace_back(type->describe().type);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Types, Leaf, testing::ValuesIn(all_names()), [](const auto& leaf) { return leaf.param; });

}  // namespace
}  // namespace ganbo::events
