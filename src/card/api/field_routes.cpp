#include "card/api/field_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "events/api/asked_name.hpp"
#include "events/define_field.hpp"
#include "events/own_fields.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/field_reader.hpp"

namespace ganbo::card {
namespace {

using events::JsonElement;
using events::JsonObject;
using http::Request;
using http::Response;
using http::Scope;
using parties::CustomChoice;
using parties::FieldChange;

constexpr int body_slot = 2;

// Members of a body, each of the type that it must have.
class FieldBody {
 public:
  explicit FieldBody(JsonObject object) : object_(object) {}

  Result<void> expect_only(std::span<const std::string_view> known) const {
    for (const auto [key, value] : object_)
      if (std::find(known.begin(), known.end(), key) == known.end())
        return invalid(std::string(key), "known", "This member is not known here. Leave it out.");
    return {};
  }

  Result<std::optional<std::string>> text(std::string_view key, const std::string& field) const {
    JsonElement element;
    if (object_.at_key(key).get(element) || element.is_null()) return std::optional<std::string>();
    std::string_view text;
    if (element.get(text)) return invalid(field, "type", "It must be a text.");
    return std::optional(tidy_text(text));
  }
  Result<std::optional<std::string>> text(std::string_view key) const { return text(key, std::string(key)); }

  Result<std::optional<bool>> flag(std::string_view key, const std::string& field) const {
    JsonElement element;
    if (object_.at_key(key).get(element) || element.is_null()) return std::optional<bool>();
    bool flag = false;
    if (element.get(flag)) return invalid(field, "type", "It must be true or false.");
    return std::optional(flag);
  }
  Result<std::optional<bool>> flag(std::string_view key) const { return flag(key, std::string(key)); }

  Result<std::optional<std::set<std::string>>> words(std::string_view key) const {
    JsonElement element;
    if (object_.at_key(key).get(element) || element.is_null()) return std::optional<std::set<std::string>>();
    simdjson::dom::array list;
    std::set<std::string> words;
    bool good = !element.get(list);
    if (good)
      for (const JsonElement item : list) {
        std::string_view word;
        good = good && !item.get(word);
        if (good) words.emplace(word);
      }
    if (!good) return invalid(std::string(key), "type", "It must be a list of words.");
    return std::optional(std::move(words));
  }

  // {"en","vi"}
  Result<std::optional<FieldBody>> object(std::string_view key, const std::string& field) const {
    JsonElement element;
    if (object_.at_key(key).get(element) || element.is_null()) return std::optional<FieldBody>();
    JsonObject object;
    if (element.get(object)) return invalid(field, "type", "It must be an object.");
    return std::optional<FieldBody>(FieldBody(object));
  }

  Result<std::optional<std::vector<CustomChoice>>> choices() const {
    JsonElement element;
    if (object_.at_key("choices").get(element) || element.is_null()) return std::optional<std::vector<CustomChoice>>();
    simdjson::dom::array list;
    if (element.get(list)) return invalid("choices", "type", "It must be a list of choices.");
    std::vector<CustomChoice> choices;
    for (const JsonElement item : list) {
      const std::string place = fmt::format("choices[{}]", choices.size());
      JsonObject object;
      if (item.get(object))
        return invalid(place, "type", R"(It must be an object: {"value":"dark","label":{"en":"Dark","vi":"Đậm"}}.)");
      choices.push_back(TRY(FieldBody(object).choice(place)));
    }
    return std::optional(std::move(choices));
  }

 private:
  Result<CustomChoice> choice(const std::string& place) const {
    constexpr std::array<std::string_view, 3> known{"value", "label", "retired"};
    TRY(expect_only(known));
    CustomChoice choice;
    choice.value = TRY(text("value", place + ".value")).value_or("");
    if (const auto label = TRY(object("label", place + ".label"))) {
      choice.label.en = TRY(label->text("en", place + ".label.en")).value_or("");
      choice.label.vi = TRY(label->text("vi", place + ".label.vi")).value_or("");
    }
    choice.retired = TRY(flag("retired", place + ".retired")).value_or(false);
    return choice;
  }

  JsonObject object_;
};

Result<FieldChange> read_change(const FieldBody& body) {
  FieldChange change;
  if (const auto kind = TRY(body.text("kind"))) change.kind = TRY(parties::parse_custom_kind(*kind, "kind"));
  if (const auto label = TRY(body.object("label", "label"))) {
    constexpr std::array<std::string_view, 2> languages{"en", "vi"};
    TRY(label->expect_only(languages));
    change.label_en = TRY(label->text("en", "label.en"));
    change.label_vi = TRY(label->text("vi", "label.vi"));
  }
  change.choices = TRY(body.choices());
  change.roles = TRY(body.words("roles"));
  change.serves = TRY(body.text("serves"));
  change.readers = TRY(body.words("readers"));
  for (const auto& role : change.readers.value_or(std::set<std::string>()))
    if (!team::scopes_of_role(role))
      return invalid(
          "readers", "choice",
          fmt::format("{} is not a role of a user. It may be {}.", first_bytes(role, 60), team::role_words()));
  change.in_list = TRY(body.flag("in_list"));
  change.in_search = TRY(body.flag("in_search"));
  change.retired = TRY(body.flag("retired"));
  return change;
}

constexpr std::array<std::string_view, 11> members{"key",     "kind",    "label",     "choices", "roles",  "serves",
                                                   "readers", "in_list", "in_search", "retired", "made_at"};

// What became of the definition, and of what had waited for it in the quarantine.
Result<Response> defined(CardService& service, events::QuarantineService& quarantine, const std::string& key,
                         int status) {
  const auto done = TRY(events::replay(quarantine, "identify." + key));
  const auto business = service.events.business.now();
  const auto field = business->fields.find(key);
  if (field == business->fields.end())
    return failure(ErrorCode::unavailable, "The field is defined, and could not be read again. Ask GET /v1/fields.");
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("field").raw(definition_json(field->second));
  json.member("replayed", done.replayed).member("waiting", done.left).end_object();
  return http::json(status, std::move(out));
}

Result<FieldBody> body_of(const Request& request) {
  const auto document = TRY(events::parse_json(request.body, body_slot, "body"));
  JsonObject object;
  if (document.get(object)) return invalid("body", "type", "The body must be a JSON object.");
  FieldBody body(object);
  TRY(body.expect_only(members));
  return body;
}

Result<Response> define(CardService& service, events::QuarantineService& quarantine, const Request& request) {
  const FieldBody body = TRY(body_of(request));
  auto command = std::make_unique<events::DefineField>();
  command->field.key = TRY(body.text("key")).value_or("");
  const FieldChange said = TRY(read_change(body));
  if (!said.kind)
    return invalid("kind", "required",
                   "Say of what kind its values are: text, long_text, integer, decimal, boolean, choice, day or "
                   "instant.");
  command->field = parties::changed(command->field, said);
  command->taken = events::taken_keys(service.events.types);
  const auto business = service.events.business.now();
  command->words = business->words;
  TRY(check_definition(command->field, command->taken, command->words));
  command->has_values = business->named_fields.contains("identify." + command->field.key);
  command->name = TRY(events::asked_name(request, service.events.hash_key, "field", definition_json(command->field)));
  const std::string key = command->field.key;
  const std::string made = definition_json(command->field);
  TRY(service.events.writer.submit(service.events.asked_for(std::move(command), request, key, "", made)));
  return defined(service, quarantine, key, 201);
}

Result<Response> change(CardService& service, events::QuarantineService& quarantine, const Request& request) {
  const FieldBody body = TRY(body_of(request));
  auto command = std::make_unique<events::ChangeField>();
  command->key = request.captures[0];
  if (const auto key = TRY(body.text("key")); key && *key != command->key)
    return invalid("key", "fixed",
                   "The key of a field never changes: it stands in every event that told a value. To call the field "
                   "otherwise, change its label.");
  command->change = TRY(read_change(body));
  command->taken = events::taken_keys(service.events.types);
  command->words = service.events.business.now()->words;
  const std::string key = command->key;
  const auto business = service.events.business.now();
  const auto known = business->fields.find(key);
  const std::string from = known == business->fields.end() ? std::string() : definition_json(known->second);
  const std::string to = known == business->fields.end()
                             ? std::string()
                             : definition_json(parties::changed(known->second, command->change));
  TRY(service.events.writer.submit(service.events.asked_for(std::move(command), request, key, from, to)));
  return defined(service, quarantine, key, 200);
}

Result<Response> list(CardService& service, const Request& request) {
  const auto business = service.events.business.now();
  const auto reader = reader_of(service, request);
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto* field : in_order(business->fields))
    if (may_read(*field, reader)) json.raw(definition_json(*field));
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

constexpr std::string_view defined_field =
    R"({"description":"Defined","content":{"application/json":{"schema":{"$ref":"#/components/schemas/DefinedField"}}}})";

}  // namespace

std::vector<http::Route> field_routes(CardService& service, events::QuarantineService& quarantine) {
  std::vector<http::Route> routes;
  http::Route listing{.method = http::Method::get, .pattern = "/v1/fields"};
  listing.handle = http::direct([&service](Request& r) { return list(service, r); });
  listing.summary = "The fields that the business defined and the caller may read";
  listing.openapi_operation =
      R"({"tags":["fields"],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"$ref":"#/components/schemas/CustomField"}}}}}}}}})";
  routes.push_back(std::move(listing));
  http::Route making{.method = http::Method::post, .pattern = "/v1/fields", .needs = Scope::admin};
  making.handle = http::direct([&service, &quarantine](Request& r) { return define(service, quarantine, r); });
  making.summary = "Defines a field for cards and replays what waited for it";
  making.openapi_operation = fmt::format(
      R"({{"tags":["fields"],"parameters":[{{"name":"Idempotency-Key","in":"header","schema":{{"type":"string","maxLength":256}}}}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/NewField"}}}}}}}},"responses":{{"201":{}}}}})",
      defined_field);
  routes.push_back(std::move(making));
  http::Route changing{.method = http::Method::patch, .pattern = "/v1/fields/{}", .needs = Scope::admin};
  changing.handle = http::direct([&service, &quarantine](Request& r) { return change(service, quarantine, r); });
  changing.summary = "Changes a field: label, choices, kind where its values allow it, readers; retires it";
  changing.openapi_operation = fmt::format(
      R"({{"tags":["fields"],"parameters":[{{"name":"key","in":"path","required":true,"schema":{{"type":"string"}}}}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/FieldChange"}}}}}}}},"responses":{{"200":{}}}}})",
      defined_field);
  routes.push_back(std::move(changing));
  return routes;
}

std::string_view field_schemas() {
  constexpr std::string_view schemas = R"(
"FieldKind":{"type":"string","enum":["text","long_text","integer","decimal","boolean","choice","day","instant"]},
"FieldChoice":{"type":"object","required":["value","label"],"properties":{"value":{"type":"string","maxLength":100},"label":{"$ref":"#/components/schemas/Bilingual"},"retired":{"type":"boolean","description":"Is chosen no more; what was chosen stays readable"}}},
"CustomField":{"type":"object","required":["key","kind","label","choices","roles","serves","readers","in_list","in_search","retired","made_at"],"properties":{"key":{"type":"string"},"kind":{"$ref":"#/components/schemas/FieldKind"},"label":{"$ref":"#/components/schemas/Bilingual"},"choices":{"type":"array","items":{"$ref":"#/components/schemas/FieldChoice"}},"roles":{"type":"array","items":{"type":"string"},"description":"Of parties on whose cards it is asked for; empty: all"},"serves":{"type":"string"},"readers":{"type":"array","items":{"type":"string","enum":["owner","manager","staff","analyst","read_only"]},"description":"Roles of users; empty: everybody who may read. Administrators read all"},"in_list":{"type":"boolean"},"in_search":{"type":"boolean"},"retired":{"type":"boolean","description":"Takes no new values"},"made_at":{"type":"string","format":"date-time"}}},
"NewField":{"type":"object","required":["key","kind","label","serves"],"properties":{"key":{"type":"string","pattern":"^[a-z][a-z0-9_]{0,39}$"},"kind":{"$ref":"#/components/schemas/FieldKind"},"label":{"$ref":"#/components/schemas/Bilingual"},"choices":{"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/FieldChoice"}},"roles":{"type":"array","items":{"type":"string"}},"serves":{"type":"string","maxLength":500},"readers":{"type":"array","items":{"type":"string","enum":["owner","manager","staff","analyst","read_only"]}},"in_list":{"type":"boolean"},"in_search":{"type":"boolean"},"retired":{"type":"boolean"}}},
"FieldChange":{"type":"object","properties":{"kind":{"$ref":"#/components/schemas/FieldKind"},"label":{"type":"object","properties":{"en":{"type":"string"},"vi":{"type":"string"}}},"choices":{"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/FieldChoice"},"description":"All of them, in their new order"},"roles":{"type":"array","items":{"type":"string"}},"serves":{"type":"string","maxLength":500},"readers":{"type":"array","items":{"type":"string","enum":["owner","manager","staff","analyst","read_only"]}},"in_list":{"type":"boolean"},"in_search":{"type":"boolean"},"retired":{"type":"boolean"}}},
"DefinedField":{"type":"object","required":["field","replayed","waiting"],"properties":{"field":{"$ref":"#/components/schemas/CustomField"},"replayed":{"type":"integer","description":"Values that had waited in the quarantine and stand on their cards now"},"waiting":{"type":"integer","description":"Values that are none of the field: they wait until they expire"}}},
"FieldOnCard":{"type":"object","required":["key","label","kind","value","value_label","at","source","retired"],"properties":{"key":{"type":"string"},"label":{"$ref":"#/components/schemas/Bilingual"},"kind":{"$ref":"#/components/schemas/FieldKind"},"value":{"type":["string","number","boolean","null"],"description":"In the kind that the field has now; a decimal as a string. Null: asked for, and not known"},"value_label":{"oneOf":[{"$ref":"#/components/schemas/Bilingual"},{"type":"null"}],"description":"Of a choice"},"at":{"type":["string","null"],"format":"date-time"},"source":{"type":["string","null"],"description":"Who said so"},"retired":{"type":"boolean"}}},
"FieldInList":{"type":"object","required":["key","value","value_label"],"properties":{"key":{"type":"string"},"value":{"type":["string","number","boolean"]},"value_label":{"oneOf":[{"$ref":"#/components/schemas/Bilingual"},{"type":"null"}]}}},
"PartyChange":{"type":"object","required":["traits"],"properties":{"traits":{"type":"object","minProperties":1,"additionalProperties":true,"description":"What is known now, by trait; null clears a field that the business defined"},"seen":{"type":"object","additionalProperties":true,"description":"What the card said of some of them when it was read; null: no value. Where it says something else by now, and not what is said here, nothing is changed: 409 with the trait and the rule seen"}}})";
  return schemas.substr(1);
}

}  // namespace ganbo::card
