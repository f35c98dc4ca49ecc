#include "imports/item_json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

using events::JsonElement;
using events::JsonObject;

constexpr int answer_slot = 2;  // of parse_json

Result<parties::Identifier> read_identifier(JsonElement element) {
  simdjson::dom::array pair;
  std::string_view word;
  std::string_view value;
  if (element.get(pair) || pair.size() != 2 || pair.at(0).get(word) || pair.at(1).get(value))
    return invalid("ids", "type", "An identifier is a list of its type and its value.");
  return parties::Identifier{TRY(parties::parse_identifier_type(word, "ids")), std::string(value)};
}

void write_errors(JsonWriter& json, std::string_view key, const std::vector<ItemError>& errors) {
  json.key(key).begin_array();
  for (const auto& [item, error] : errors)
    json.begin_object()
        .member("item", static_cast<std::int64_t>(item))
        .member("field", error.field)
        .member("rule", error.rule)
        .member("message", error.message)
        .end_object();
  json.end_array();
}

std::vector<ItemError> read_errors(JsonObject answer, std::string_view key, std::size_t items) {
  std::vector<ItemError> errors;
  simdjson::dom::array list;
  if (answer.at_key(key).get(list)) return errors;
  for (const JsonElement element : list) {
    JsonObject told;
    std::uint64_t place = 0;
    if (element.get(told) || told.at_key("item").get(place) || place >= items) continue;
    errors.push_back(
        {place, invalid(std::string(events::text_of(told, "field")), std::string(events::text_of(told, "rule")),
                        std::string(events::text_of(told, "message")))});
  }
  return errors;
}

}  // namespace

void append_item(std::string& out, const Item& item) {
  JsonWriter json(out);
  json.begin_object().member("name", item.name).member("type", item.type);
  if (item.occurred_at) json.member("at", format_timestamp(*item.occurred_at));
  json.key("ids").begin_array();
  for (const auto& id : item.ids) json.begin_array().text(parties::facts_of(id.type).word).text(id.value).end_array();
  json.end_array();
  if (item.party) json.member("party", item.party.text());
  if (!item.sale.empty()) json.member("sale", item.sale);
  if (item.new_only) json.member("new_only", true);
  json.key("properties").raw(item.properties);
  if (!item.envelope.empty()) json.key("envelope").raw(item.envelope);
  json.end_object();
}

Result<Item> read_item(JsonElement element, std::size_t place, std::vector<ItemError>& notes) {
  JsonObject object;
  if (element.get(object)) return invalid("items", "type", "Each item must be an object.");
  Item item;
  item.name = events::text_of(object, "name");
  item.type = events::text_of(object, "type");
  if (const auto at = events::text_of(object, "at"); !at.empty()) item.occurred_at = TRY(parse_timestamp(at, "date"));
  simdjson::dom::array ids;
  if (!object.at_key("ids").get(ids))
    for (const JsonElement id : ids) {
      auto identifier = read_identifier(id);
      if (identifier.ok())
        item.ids.push_back(std::move(*identifier));
      else
        notes.push_back({place, identifier.error()});
    }
  if (const auto party = events::text_of(object, "party"); !party.empty())
    item.party = TRY(parse_id<PartyId>(party, "party"));
  item.sale = events::text_of(object, "sale");
  if (JsonElement told; !object.at_key("new_only").get(told) && told.get(item.new_only))
    return invalid("new_only", "type", "It must be true or false.");
  JsonElement properties;
  if (object.at_key("properties").get(properties)) return invalid("properties", "required", "It is missing.");
  item.properties = simdjson::minify(properties);
  JsonElement envelope;
  if (!object.at_key("envelope").get(envelope)) item.envelope = simdjson::minify(envelope);
  return item;
}

std::string outcomes_json(const Outcomes& outcomes) {
  std::string body;
  JsonWriter json(body);
  const auto count = [&](char letter) {
    return static_cast<std::int64_t>(std::count(outcomes.letters.begin(), outcomes.letters.end(), letter));
  };
  json.begin_object()
      .member("outcomes", outcomes.letters)
      .member("applied", count('a'))
      .member("repeated", count('r'))
      .member("refused", count('x'));
  write_errors(json, "errors", outcomes.refused);
  write_errors(json, "notes", outcomes.notes);
  json.end_object();
  return body;
}

Result<Outcomes> read_outcomes(std::string_view json, std::size_t items) {
  const JsonElement document = TRY(events::parse_json(json, answer_slot, "answer"));
  JsonObject answer;
  Outcomes outcomes;
  if (!document.get(answer)) outcomes.letters = events::text_of(answer, "outcomes");
  if (outcomes.letters.size() != items)
    return failure(ErrorCode::internal,
                   "The server did not answer for every item; it may be of another version. Update both.");
  outcomes.refused = read_errors(answer, "errors", items);
  outcomes.notes = read_errors(answer, "notes", items);
  return outcomes;
}

}  // namespace ganbo::imports
