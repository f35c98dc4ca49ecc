#include "events/redaction.hpp"

#include "events/payload.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

bool is_text(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::json:
    case FieldKind::participants:
      return true;
    case FieldKind::integer:
    case FieldKind::decimal:
    case FieldKind::boolean:
    case FieldKind::choice:
    case FieldKind::instant:
    case FieldKind::day:
    case FieldKind::lunar_day:
    case FieldKind::duration_minutes:
    case FieldKind::money:
    case FieldKind::currency:
    case FieldKind::products:
      return false;
  }
  return true;
}

// The number of an order, a contract, a product: of a thing, not of a person.
bool is_number_of_a_thing(const Field& field) { return field.kind == FieldKind::text && field.name.ends_with("_id"); }

std::string redacted(const std::vector<Field>& fields, bool describes_party, std::string_view json) {
  const auto document = parse_json(json, 2, "redacted");
  JsonObject object;
  INVARIANT(document.ok() && !document->get(object), "what is to be redacted is not JSON: {}", json.substr(0, 200));
  std::string out;
  JsonWriter writer(out);
  writer.begin_object();
  for (const auto& field : fields) {
    const bool stays =
        field.kept_on_erasure || (!describes_party && (!is_text(field.kind) || is_number_of_a_thing(field)));
    JsonElement value;
    if (stays && !object.at_key(field.name).get(value)) writer.key(field.name).raw(simdjson::minify(value));
  }
  writer.end_object();
  return out;
}

}  // namespace

std::string redacted_payload(const Description& description, std::string_view payload) {
  return redacted(description.fields, description.describes_party, payload);
}

std::string redacted_envelope(std::string_view envelope) {
  if (envelope.empty()) return {};
  std::string out = redacted(envelope_fields(), false, envelope);
  return out == "{}" ? std::string() : out;
}

}  // namespace ganbo::events
