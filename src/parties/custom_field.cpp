#include "parties/custom_field.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "parties/own_word.hpp"
#include "parties/party.hpp"
#include "platform/base/decimal.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::parties {
namespace {

constexpr std::size_t key_length_max = 40;
constexpr std::size_t label_bytes_max = 100;
constexpr std::size_t serves_bytes_max = 500;
constexpr std::size_t choices_max = 100;
constexpr std::size_t choice_bytes_max = 100;

constexpr std::array<std::pair<CustomKind, std::string_view>, 8> kind_words{{{CustomKind::text, "text"},
                                                                             {CustomKind::long_text, "long_text"},
                                                                             {CustomKind::integer, "integer"},
                                                                             {CustomKind::decimal, "decimal"},
                                                                             {CustomKind::boolean, "boolean"},
                                                                             {CustomKind::choice, "choice"},
                                                                             {CustomKind::day, "day"},
                                                                             {CustomKind::instant, "instant"}}};

bool is_searchable(CustomKind kind) {
  return kind == CustomKind::text || kind == CustomKind::integer || kind == CustomKind::choice;
}

bool is_key(std::string_view key) {
  if (key.empty() || key.size() > key_length_max || key[0] < 'a' || key[0] > 'z') return false;
  return std::all_of(key.begin(), key.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Result<void> check_choices(const CustomField& field) {
  if (field.kind != CustomKind::choice) {
    if (field.choices.empty()) return {};
    return invalid("choices", "kind", "Only a field of kind choice has choices. Leave them out.");
  }
  if (field.choices.empty()) return invalid("choices", "required", "A field of kind choice needs at least one choice.");
  if (field.choices.size() > choices_max)
    return invalid("choices", "limit",
                   fmt::format("A field has at most {} choices. Longer lists are better kept as text.", choices_max));
  std::set<std::string> known;
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    const auto& choice = field.choices[i];
    const std::string place = fmt::format("choices[{}]", i);
    if (choice.value.empty() || choice.value.size() > choice_bytes_max)
      return invalid(place + ".value", "limit", fmt::format("A choice is 1 to {} bytes long.", choice_bytes_max));
    TRY(check_label(choice.label, place + ".label"));
    if (!known.insert(value_key(choice.value)).second)
      return invalid(place + ".value", "unique",
                     fmt::format("{} stands there twice; upper case and accents make no difference.", choice.value));
  }
  return {};
}

simdjson::dom::parser& parser() {
  thread_local simdjson::dom::parser instance;
  return instance;
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string cards_in_words(std::int64_t cards) {
  return cards == 1 ? "One card has" : fmt::format("{} cards have", cards);
}

}  // namespace

Result<void> check_key(std::string_view key) {
  if (!is_key(key))
    return invalid(
        "key", "format",
        fmt::format("A key is a lower-case letter and then letters, digits and _, at most {} in all, such as "
                    "favourite_roast. What people see is the label.",
                    key_length_max));
  return {};
}

Result<void> check_label(const CustomLabel& label, const std::string& name) {
  for (const auto& [language, text] : {std::pair{"en", &label.en}, std::pair{"vi", &label.vi}}) {
    const std::string field = fmt::format("{}.{}", name, language);
    if (text->empty()) return invalid(field, "required", "Say what people see, in English (en) and Vietnamese (vi).");
    if (text->size() > label_bytes_max)
      return invalid(field, "limit", fmt::format("A label is at most {} bytes long.", label_bytes_max));
  }
  return {};
}

std::string_view word_of(CustomKind kind) {
  for (const auto& [known, word] : kind_words)
    if (known == kind) return word;
  return "text";
}

Result<CustomKind> parse_custom_kind(std::string_view word, std::string_view field) {
  for (const auto& [kind, known] : kind_words)
    if (known == word) return kind;
  return invalid(std::string(field), "choice",
                 "It must be text, long_text, integer, decimal, boolean, choice, day or instant.");
}

bool widens_to(CustomKind from, CustomKind to) {
  if (from == to || to == CustomKind::long_text) return true;
  if (to == CustomKind::text) return from != CustomKind::long_text;
  return from == CustomKind::integer && to == CustomKind::decimal;
}

const CustomChoice* CustomField::choice(std::string_view value) const {
  const auto found =
      std::find_if(choices.begin(), choices.end(), [&](const CustomChoice& known) { return known.value == value; });
  return found == choices.end() ? nullptr : &*found;
}

bool CustomField::is_for(const std::set<std::string>& met_as) const {
  return roles.empty() ||
         std::any_of(roles.begin(), roles.end(), [&](const std::string& role) { return met_as.contains(role); });
}

std::vector<const CustomField*> in_order(const CustomFields& fields) {
  std::vector<const CustomField*> out;
  out.reserve(fields.size());
  for (const auto& [key, field] : fields) out.push_back(&field);
  std::stable_sort(out.begin(), out.end(),
                   [](const CustomField* a, const CustomField* b) { return a->made_at < b->made_at; });
  return out;
}

bool may_read(const CustomField& field, const FieldReader& reader) {
  return reader.reads_all || field.readers.empty() || field.readers.contains(reader.role);
}

Result<void> check_definition(const CustomField& field, const std::set<std::string, std::less<>>& taken,
                              const OwnWords& words) {
  TRY(check_key(field.key));
  if (taken.contains(field.key))
    return invalid(
        "key", "reserved",
        fmt::format("{} is the name of something that every card has already. Choose another key.", field.key));
  TRY(check_label(field.label, "label"));
  if (field.serves.empty() || field.serves.size() > serves_bytes_max)
    return invalid("serves", "required",
                   fmt::format("Say in 1 to {} bytes what the field is used for.", serves_bytes_max));
  TRY(check_choices(field));
  for (const auto& role : field.roles)
    if (!is_role(role) && words.added(WordFamily::role, role) == nullptr)
      return invalid("roles", "choice",
                     fmt::format("{} is not a role of a party; GET /v1/roles lists them.", first_bytes(role, 60)));
  if (field.in_search && !is_searchable(field.kind))
    return invalid("in_search", "kind",
                   "Search reads text, whole numbers and choices. Leave in_search out for other kinds.");
  if (field.in_search && !field.readers.empty())
    return invalid("in_search", "readers",
                   "What search reads everybody finds, and only some may read this field. Leave out in_search or the "
                   "readers.");
  return {};
}

CustomField changed(CustomField field, const FieldChange& change) {
  if (change.kind) field.kind = *change.kind;
  if (change.label_en) field.label.en = *change.label_en;
  if (change.label_vi) field.label.vi = *change.label_vi;
  if (change.choices)
    field.choices = *change.choices;
  else if (field.kind != CustomKind::choice)
    field.choices.clear();
  if (change.roles) field.roles = *change.roles;
  if (change.serves) field.serves = *change.serves;
  if (change.readers) field.readers = *change.readers;
  if (change.in_list) field.in_list = *change.in_list;
  if (change.in_search) field.in_search = *change.in_search;
  if (change.retired) field.retired = *change.retired;
  return field;
}

std::vector<std::string> choices_taken_away(const CustomField& now, const CustomField& next) {
  std::vector<std::string> gone;
  if (next.kind != CustomKind::choice) return gone;
  for (const auto& choice : now.choices)
    if (next.choice(choice.value) == nullptr) gone.push_back(choice.value);
  return gone;
}

Result<void> check_change(const CustomField& now, const CustomField& next, const FieldUse& use) {
  if (now.kind != next.kind && use.cards > 0 && !widens_to(now.kind, next.kind))
    return Error{ErrorCode::conflict,
                 fmt::format("{} a value of kind {}, and not every such value is one of kind {}. Define a field with "
                             "another key and retire this one, or choose a kind that holds all of them, such as text.",
                             cards_in_words(use.cards), word_of(now.kind), word_of(next.kind)),
                 "kind", "in_use"};
  for (const auto& value : choices_taken_away(now, next))
    if (const auto cards = use.cards_of_choice.find(value); cards != use.cards_of_choice.end() && cards->second > 0)
      return Error{ErrorCode::conflict,
                   fmt::format("{} the choice {}. Retire it (\"retired\": true) instead of leaving it out: then nobody "
                               "chooses it any more, and what was chosen stays readable.",
                               cards_in_words(cards->second), value),
                   "choices", "in_use"};
  return {};
}

std::string text_of_value(std::string_view value_json) {
  if (value_json.empty() || value_json.front() != '"') return std::string(value_json);
  std::string_view text;
  const auto problem = parser().parse(simdjson::padded_string(value_json)).get(text);
  INVARIANT(!problem, "a trait's value that is not JSON: {}", value_json.substr(0, 200));
  return std::string(text);
}

std::string shown_value(const CustomField& field, std::string_view value_json) {
  const std::string text = text_of_value(value_json);
  switch (field.kind) {
    case CustomKind::integer: {
      std::int64_t number = 0;
      const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
      const bool whole = !text.empty() && problem == std::errc{} && end == text.data() + text.size();
      return whole ? std::to_string(number) : json_string(text);
    }
    case CustomKind::decimal: {
      const auto number = parse_decimal(text, field.key);
      return json_string(number.ok() ? format_decimal(*number) : text);
    }
    case CustomKind::boolean:
      return text == "true" || text == "false" ? text : json_string(text);
    case CustomKind::text:
    case CustomKind::long_text:
    case CustomKind::choice:
    case CustomKind::day:
    case CustomKind::instant:
      break;
  }
  return json_string(text);
}

std::string value_key(std::string_view text) {
  const std::string folded = fold(first_bytes(text, value_key_bytes_max));
  return std::string(first_bytes(folded, value_key_bytes_max));
}

std::string searched_text(const CustomField& field, std::string_view value_json) {
  std::string text = text_of_value(value_json);
  const CustomChoice* choice = field.choice(text);
  if (field.kind != CustomKind::choice || choice == nullptr) return text;
  return choice->label.vi == choice->label.en ? choice->label.vi
                                              : fmt::format("{} {}", choice->label.vi, choice->label.en);
}

std::string choices_json(const std::vector<CustomChoice>& choices) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const auto& choice : choices) {
    json.begin_object().member("value", choice.value).key("label").begin_object();
    json.member("en", choice.label.en).member("vi", choice.label.vi).end_object();
    json.member("retired", choice.retired).end_object();
  }
  json.end_array();
  return out;
}

std::string definition_json(const CustomField& field) {
  std::string out;
  JsonWriter json(out);
  const auto words = [&](std::string_view key, const std::set<std::string>& list) {
    json.key(key).begin_array();
    for (const auto& word : list) json.text(word);
    json.end_array();
  };
  json.begin_object().member("key", field.key).member("kind", word_of(field.kind)).key("label").begin_object();
  json.member("en", field.label.en).member("vi", field.label.vi).end_object();
  json.key("choices").raw(choices_json(field.choices));
  words("roles", field.roles);
  json.member("serves", field.serves);
  words("readers", field.readers);
  json.member("in_list", field.in_list).member("in_search", field.in_search).member("retired", field.retired);
  json.member("made_at", format_timestamp(field.made_at)).end_object();
  return out;
}

std::vector<CustomChoice> choices_of_json(std::string_view json) {
  std::vector<CustomChoice> choices;
  simdjson::dom::array list;
  const auto problem = parser().parse(simdjson::padded_string(json)).get(list);
  INVARIANT(!problem, "choices that are not JSON: {}", json.substr(0, 200));
  for (const auto element : list) {
    std::string_view value;
    std::string_view en;
    std::string_view vi;
    bool retired = false;
    const bool read = !element["value"].get(value) && !element["label"]["en"].get(en) &&
                      !element["label"]["vi"].get(vi) && !element["retired"].get(retired);
    INVARIANT(read, "a choice in {}", json.substr(0, 200));
    choices.push_back({std::string(value), {std::string(en), std::string(vi)}, retired});
  }
  return choices;
}

}  // namespace ganbo::parties
