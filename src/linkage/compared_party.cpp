#include "linkage/compared_party.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>

#include "linkage/person_name.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::linkage {
namespace {

using parties::Identifier;
using parties::IdentifierType;
using parties::Party;

const Fields people{{"given_name", FieldKind::given_name, 2},
                    {"middle_name", FieldKind::middle_name},
                    {"family_name", FieldKind::family_name, 0},
                    {"birthday", FieldKind::date},
                    {"email", FieldKind::email},
                    {"phone", FieldKind::phone},
                    {"street", FieldKind::text},
                    {"city", FieldKind::text},
                    {"postcode", FieldKind::number}};
const Fields organisations{{"name", FieldKind::company_name}, {"email", FieldKind::email},
                           {"phone", FieldKind::phone},       {"street", FieldKind::text},
                           {"city", FieldKind::text},         {"postcode", FieldKind::number},
                           {"website", FieldKind::text}};

// Fills the fields of a record by name.
class Filling {
 public:
  Filling(const Fields& fields, Record& record) : fields_(fields), record_(record) {
    record_.values.resize(fields.size());
  }
  void add(std::string_view name, std::string_view raw) {
    const auto field = std::find_if(fields_.begin(), fields_.end(), [&](const Field& f) { return f.name == name; });
    if (field == fields_.end() || raw.empty()) return;
    auto value = prepare(field->kind, raw);
    auto& values = record_.values[static_cast<std::size_t>(field - fields_.begin())];
    if (!value.folded.empty() && std::find(values.begin(), values.end(), value) == values.end())
      values.push_back(std::move(value));
  }

 private:
  const Fields& fields_;
  Record& record_;
};

NameParts name_of(const Party& party) {
  const std::string first = tidy_text(party.traits.text("firstName"));
  const std::string last = tidy_text(party.traits.text("lastName"));
  if (first.empty() || last.empty()) return part_name(parties::given_name(party.traits));
  NameParts parts = part_name(last + " " + first);
  if (last.starts_with(parts.family)) return parts;  // Nguyễn Văn | An
  return {.family = last, .middle = {}, .given = first};
}

// An address is a text or, as in the Segment spec, an object.
void add_address(Filling& filling, const Party& party) {
  if (const std::string line = party.traits.text("address"); !line.empty()) filling.add("street", line);
  const auto* trait = party.traits.find("address");
  thread_local simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (trait == nullptr || parser.parse(simdjson::padded_string(trait->value_json)).get(object)) return;
  const auto add = [&](std::string_view field, std::string_view key) {
    std::string_view text;
    if (!object.at_key(key).get(text)) filling.add(field, text);
  };
  add("street", "street");
  add("city", "city");
  add("postcode", "postalCode");
}

void add_contact_points(Filling& filling, const Party& party, const std::vector<Identifier>& identifiers,
                        std::string_view phone_region) {
  for (const auto& [type, field] :
       {std::pair(IdentifierType::email, "email"), std::pair(IdentifierType::phone, "phone")}) {
    for (const auto& identifier : identifiers)
      if (identifier.type == type) filling.add(field, identifier.value);
    const std::string said = party.traits.text(field);
    if (said.empty()) continue;
    if (const auto value = parties::normalise(type, said, phone_region, field); value.ok())
      filling.add(field, value->value);
  }
}

std::size_t place_of(const Fields& fields, std::string_view name) {
  for (std::size_t f = 0; f < fields.size(); ++f)
    if (fields[f].name == name) return f;
  return fields.size();
}

bool differs(const Fields& fields, const Evidence& evidence, std::string_view name) {
  const std::size_t f = place_of(fields, name);
  return f < fields.size() && evidence.fields[f].level == Level::different;
}

std::string shown(FieldKind kind, const Value& value) {
  const std::string& digits = value.folded;
  if (kind == FieldKind::phone) return "+" + digits;
  if (kind != FieldKind::date || digits.size() != 8) return value.written;
  return fmt::format("{}-{}-{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6));
}

}  // namespace

const Fields& fields_of(parties::Kind kind) { return kind == parties::Kind::organisation ? organisations : people; }

Record record_of(const Party& party, const std::vector<Identifier>& identifiers, std::string_view phone_region) {
  Record record;
  Filling filling(fields_of(party.kind), record);
  if (party.kind == parties::Kind::organisation) {
    filling.add("name", parties::given_name(party.traits));
    filling.add("website", party.traits.text("website"));
  } else {
    const NameParts parts = name_of(party);
    filling.add("given_name", parts.given);
    filling.add("middle_name", parts.middle);
    filling.add("family_name", parts.family);
    filling.add("birthday", party.traits.text("birthday"));
  }
  add_contact_points(filling, party, identifiers, phone_region);
  add_address(filling, party);
  filling.add("city", party.traits.text("city"));
  return record;
}

bool contradict(const std::vector<Identifier>& a, const std::vector<Identifier>& b) {
  return std::any_of(a.begin(), a.end(), [&](const Identifier& one) {
    if (!parties::facts_of(one.type).strong) return false;
    bool met = false;
    for (const auto& other : b) {
      if (other.type != one.type || !parties::same_namespace(one, other)) continue;
      if (other == one) return false;
      met = true;
    }
    return met;
  });
}

bool is_suggested(const Fields& fields, const Evidence& evidence) {
  return evidence.odds >= suggest_from_odds && !differs(fields, evidence, "given_name");
}

bool is_clean(const Fields& fields, const Evidence& evidence) {
  return std::none_of(fields.begin(), fields.end(), [&](const Field& field) {
    const bool tells_apart = field.kind == FieldKind::given_name || field.kind == FieldKind::middle_name ||
                             field.kind == FieldKind::family_name || field.kind == FieldKind::company_name ||
                             field.kind == FieldKind::date;
    return tells_apart && differs(fields, evidence, field.name);
  });
}

std::string evidence_json(const Fields& fields, const Evidence& evidence, const Record& a, const Record& b) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (evidence.fields[f].level == Level::unknown || a.values[f].empty() || b.values[f].empty()) continue;
    const Value* one = &a.values[f].front();
    const Value* other = &b.values[f].front();
    for (const auto& in_a : a.values[f])
      for (const auto& in_b : b.values[f])
        if (compare(fields[f].kind, in_a, in_b) < compare(fields[f].kind, *one, *other)) {
          one = &in_a;
          other = &in_b;
        }
    json.begin_object()
        .member("field", fields[f].name)
        .member("value", shown(fields[f].kind, *one))
        .member("other", shown(fields[f].kind, *other))
        .member("level", word_of(evidence.fields[f].level))
        .key("weight")
        .raw(fmt::format("{:.2f}", evidence.fields[f].weight))
        .end_object();
  }
  json.end_array();
  return out;
}

std::string reason_for(const Fields& fields, const Evidence& evidence) {
  std::string agree;
  for (std::size_t f = 0; f < fields.size(); ++f)
    if (evidence.fields[f].level == Level::equal) agree += (agree.empty() ? "" : ", ") + fields[f].name;
  return fmt::format("Trùng hồ sơ / duplicate: 1:{:.3g} ({})", evidence.odds, agree);
}

}  // namespace ganbo::linkage
