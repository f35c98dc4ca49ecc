#include "parties/party.hpp"

#include <simdjson.h>

#include <algorithm>

#include "platform/base/fold.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::parties {
namespace {

// Parsers keep their buffers; one per thread.
simdjson::dom::parser& parser() {
  thread_local simdjson::dom::parser instance;
  return instance;
}

std::string json_text(std::string_view json) {
  simdjson::dom::element element;
  std::string_view text;
  if (parser().parse(simdjson::padded_string(json)).get(element) || element.get(text)) return {};
  return std::string(text);
}

}  // namespace

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::person:
      return "person";
    case Kind::organisation:
      return "organisation";
    case Kind::anonymous:
      return "anonymous";
  }
  return "person";
}

Result<Kind> parse_kind(std::string_view word, std::string_view field) {
  for (const Kind kind : {Kind::person, Kind::organisation, Kind::anonymous})
    if (word_of(kind) == word) return kind;
  return invalid(std::string(field), "known", "A party is a person, an organisation or anonymous.");
}

bool is_role(std::string_view word) { return std::find(roles.begin(), roles.end(), word) != roles.end(); }

bool Traits::put(std::string_view name, std::string_view value_json, Moment moment, SourceId source) {
  by_name();
  const auto found = by_name_.find(name);
  if (found != by_name_.end() && moment <= found->second.moment) return false;
  is_written_ = false;
  if (found == by_name_.end()) {
    by_name_.emplace(name, Trait{std::string(value_json), moment, source});
    return true;
  }
  const bool differs = found->second.value_json != value_json;
  found->second = {std::string(value_json), moment, source};
  return differs;
}

const Trait* Traits::find(std::string_view name) const {
  const auto found = by_name().find(name);
  return found == by_name_.end() || found->second.is_none() ? nullptr : &found->second;
}

std::string Traits::text(std::string_view name) const {
  const Trait* found = find(name);
  return found == nullptr ? std::string() : json_text(found->value_json);
}

const std::string& Traits::to_json() const {
  if (is_written_) return json_;
  json_.clear();
  JsonWriter json(json_);
  json.begin_object();
  for (const auto& [name, trait] : by_name_)
    json.key(name)
        .begin_array()
        .raw(trait.value_json)
        .integer(trait.moment.occurred_at.micros)
        .integer(trait.moment.precedence)
        .integer(trait.source.value)
        .end_array();
  json.end_object();
  is_written_ = true;
  return json_;
}

Traits Traits::from_json(std::string json) {
  Traits traits;
  if (json.size() <= 2) return traits;
  traits.json_ = std::move(json);
  traits.is_read_ = false;
  return traits;
}

const std::map<std::string, Trait, std::less<>>& Traits::by_name() const {
  if (is_read_) return by_name_;
  simdjson::dom::object object;
  const auto problem = parser().parse(simdjson::padded_string(json_)).get(object);
  INVARIANT(!problem, "traits that are not JSON: {}", json_.substr(0, 200));
  for (const auto [name, element] : object) {
    simdjson::dom::array array;
    std::int64_t occurred_at = 0;
    std::int64_t precedence = 0;
    SourceId source;
    const bool read = !element.get(array) && !array.at(1).get(occurred_at) && !array.at(2).get(precedence) &&
                      !array.at(3).get(source.value);
    INVARIANT(read, "trait {} in {}", std::string_view(name), json_.substr(0, 200));
    by_name_.emplace(std::string_view(name),
                     Trait{simdjson::minify(array.at(0)), Moment{{occurred_at}, precedence}, source});
  }
  is_read_ = true;
  return by_name_;
}

Kind derive_kind(const Traits& traits, const std::vector<Identifier>& identifiers) {
  const std::string said = traits.text("kind");
  if (said == "organisation") return Kind::organisation;
  if (said == "person") return Kind::person;
  return is_unidentified(identifiers) ? Kind::anonymous : Kind::person;
}

bool is_unidentified(const std::vector<Identifier>& identifiers) {
  return std::all_of(identifiers.begin(), identifiers.end(),
                     [](const Identifier& i) { return i.type == IdentifierType::anonymous_id; });
}

std::string given_name(const Traits& traits) {
  std::string name = tidy_text(traits.text("name"));
  return name.empty() ? tidy_text(traits.text("lastName") + " " + traits.text("firstName")) : name;
}

std::string display_name(const Traits& traits, const std::vector<Identifier>& identifiers) {
  return display_name(given_name(traits), identifiers);
}

std::string display_name(std::string given, const std::vector<Identifier>& identifiers) {
  if (!given.empty()) return given;
  for (const auto type : {IdentifierType::phone, IdentifierType::email, IdentifierType::loyalty_card,
                          IdentifierType::external, IdentifierType::user_id}) {
    // The smallest value of the type, whatever the order in which they came.
    const Identifier* smallest = nullptr;
    for (const auto& identifier : identifiers)
      if (identifier.type == type && (smallest == nullptr || identifier.value < smallest->value))
        smallest = &identifier;
    if (smallest != nullptr) return smallest->value;
  }
  return {};
}

std::string sort_key(const Traits& traits) { return fold(given_name(traits)); }

std::string search_text(const Party& party, const CustomFields& fields) {
  return search_text(party, fold(party.name), fields);
}

std::string search_text(const Party& party, std::string folded_name, const CustomFields& fields) {
  std::string out = std::move(folded_name);
  const auto add = [&out](std::string_view word) {
    const std::string folded = fold(word);
    if (folded.empty() || out.find(folded) != std::string::npos) return;
    out += ' ';
    out += folded;
  };
  std::vector<Identifier> sorted = party.identifiers.value_or(std::vector<Identifier>());
  std::sort(sorted.begin(), sorted.end());
  for (const auto& identifier : sorted)
    if (identifier.type != IdentifierType::anonymous_id) add(identifier.value);
  for (const auto trait : {"email", "phone", "company"}) add(party.traits.text(trait));
  for (const auto& [key, field] : fields)
    if (const auto* trait = field.in_search ? party.traits.find(key) : nullptr)
      add(searched_text(field, trait->value_json));
  return out;
}

std::map<std::string, std::string> field_values(const Traits& traits, const CustomFields& fields) {
  std::map<std::string, std::string> values;
  for (const auto& [key, field] : fields)
    if (const auto* trait = traits.find(key)) values.emplace(key, value_key(text_of_value(trait->value_json)));
  return values;
}

}  // namespace ganbo::parties
