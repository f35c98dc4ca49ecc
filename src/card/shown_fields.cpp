#include "card/shown_fields.hpp"

#include <algorithm>

#include "events/payload.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::card {
namespace {

using parties::CustomField;
using parties::CustomFields;
using parties::FieldReader;

void write_label(JsonWriter& json, std::string_view key, const parties::CustomLabel& label) {
  json.key(key).begin_object().member("en", label.en).member("vi", label.vi).end_object();
}

// The value and, of a choice, what it is called.
void write_value(JsonWriter& json, const CustomField& field, const parties::Trait* trait) {
  const std::string_view told = trait == nullptr ? std::string_view("null") : std::string_view(trait->value_json);
  json.key("value").raw(trait == nullptr ? "null" : shown_value(field, told));
  write_value_label(json, &field, told);
}

}  // namespace

void write_value_label(JsonWriter& json, const CustomField* field, std::string_view value_json) {
  const bool has_value = field != nullptr && !value_json.empty() && value_json != "null";
  const auto* choice = has_value ? field->choice(parties::text_of_value(value_json)) : nullptr;
  if (choice != nullptr)
    write_label(json, "value_label", choice->label);
  else
    json.key("value_label").null();
}

void write_card_fields(JsonWriter& json, const parties::Party& party, const CustomFields& fields,
                       const FieldReader& reader, const std::function<std::string_view(SourceId)>& source_name) {
  json.key("fields").begin_array();
  for (const auto* field : in_order(fields)) {
    const auto* trait = party.traits.find(field->key);
    const bool asked_for = !field->retired && party.erased_at.micros == 0 && field->is_for(party.roles);
    if ((trait == nullptr && !asked_for) || !may_read(*field, reader)) continue;
    json.begin_object().member("key", field->key);
    write_label(json, "label", field->label);
    json.member("kind", word_of(field->kind));
    write_value(json, *field, trait);
    if (trait == nullptr)
      json.key("at").null().key("source").null();
    else
      json.member("at", format_timestamp(trait->moment.occurred_at)).member("source", source_name(trait->source));
    json.member("retired", field->retired).end_object();
  }
  json.end_array();
}

void write_listed_fields(JsonWriter& json, const parties::Traits& traits, const CustomFields& fields,
                         const FieldReader& reader) {
  json.key("fields").begin_array();
  for (const auto* field : in_order(fields)) {
    if (!field->in_list || field->retired || !may_read(*field, reader)) continue;
    const auto* trait = traits.find(field->key);
    if (trait == nullptr) continue;
    json.begin_object().member("key", field->key);
    write_value(json, *field, trait);
    json.end_object();
  }
  json.end_array();
}

bool any_listed(const CustomFields& fields, const FieldReader& reader) {
  return std::any_of(fields.begin(), fields.end(), [&](const auto& entry) {
    return entry.second.in_list && !entry.second.retired && may_read(entry.second, reader);
  });
}

std::string shown_traits(std::string_view payload, const CustomFields& fields, const FieldReader& reader) {
  const bool all =
      std::all_of(fields.begin(), fields.end(), [&](const auto& entry) { return may_read(entry.second, reader); });
  if (all) return std::string(payload);
  const auto document = events::parse_json(payload, 0, "payload");
  events::JsonObject told;
  INVARIANT(document.ok() && !document->get(told), "a payload that is not JSON: {}", payload.substr(0, 200));
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (const auto [key, value] : told) {
    const auto own = fields.find(key);
    if (own == fields.end() || may_read(own->second, reader)) json.key(key).raw(simdjson::minify(value));
  }
  json.end_object();
  return out;
}

events::LabelOf labels_of(const parties::Business& business) {
  return [&business](std::string_view key) -> std::optional<events::Label> {
    const auto label = [](const parties::CustomLabel& said) { return events::Label{said.en, said.vi}; };
    const auto own = business.fields.find(key);
    if (own != business.fields.end()) return label(own->second.label);
    for (const auto family : {parties::WordFamily::role, parties::WordFamily::key_date_kind})
      if (const auto setting = setting_of(family); key.starts_with(setting))
        if (const auto* word = business.words.added(family, key.substr(setting.size()))) return label(word->label);
    return std::nullopt;
  };
}

}  // namespace ganbo::card
