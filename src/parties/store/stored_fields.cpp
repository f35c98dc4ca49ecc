#include "parties/store/stored_fields.hpp"

#include "parties/store/queries.hpp"
#include "parties/store/words.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::parties {

Result<CustomFields> load_custom_fields(store::Connection& connection) {
  CustomFields fields;
  for (auto& row : TRY(connection.all(sql::AllCustomFields{}))) {
    const auto kind = parse_custom_kind(row.kind, "kind");
    INVARIANT(kind.ok(), "field {} is of kind {}", row.field, row.kind);
    CustomField field;
    field.key = row.field;
    field.kind = *kind;
    field.label = {std::move(row.label_en), std::move(row.label_vi)};
    field.choices = choices_of_json(row.choices);
    field.roles = split_words(row.roles);
    field.serves = std::move(row.serves);
    field.readers = split_words(row.readers);
    field.in_list = row.in_list != 0;
    field.in_search = row.in_search != 0;
    field.retired = row.retired != 0;
    field.made_at = {row.made_at};
    fields.emplace(std::move(row.field), std::move(field));
  }
  return fields;
}

Result<FieldUse> load_field_use(store::Connection& connection, const CustomFields& fields, const std::string& key) {
  FieldUse use;
  if (const auto counted = TRY(connection.one(sql::CountCardsWithField{.field = key}))) use.cards = counted->cards;
  const auto known = fields.find(key);
  if (known == fields.end()) return use;
  const auto& choices = known->second.choices;
  std::vector<std::string> values;
  values.reserve(choices.size());
  for (const auto& choice : choices) values.push_back(value_key(choice.value));
  std::vector<sql::CountCardsWithChoice> keys;
  keys.reserve(values.size());
  for (const auto& value : values) keys.push_back({.field = key, .value = value});
  TRY(connection.each(std::span<const sql::CountCardsWithChoice>(keys),
                      [&](std::size_t place, sql::CountCardsWithChoice::Row&& row) {
                        use.cards_of_choice[choices[place].value] = row.cards;
                      }));
  return use;
}

Result<void> write_custom_fields(store::Connection& connection, const CustomFields& fields,
                                 const std::set<std::string>& keys) {
  if (!keys.empty()) connection.tell({store::Topic::definitions, {}});
  for (const auto& key : keys) {
    const CustomField& field = fields.at(key);
    const std::string choices = choices_json(field.choices);
    const std::string met_as = join_words(field.roles);
    const std::string readers = join_words(field.readers);
    TRY(connection.write(sql::PutCustomField{.field = field.key,
                                             .kind = word_of(field.kind),
                                             .label_en = field.label.en,
                                             .label_vi = field.label.vi,
                                             .choices = choices,
                                             .roles = met_as,
                                             .serves = field.serves,
                                             .readers = readers,
                                             .in_list = field.in_list ? 1 : 0,
                                             .in_search = field.in_search ? 1 : 0,
                                             .retired = field.retired ? 1 : 0,
                                             .made_at = field.made_at.micros}));
  }
  return {};
}

Result<void> write_field_values(store::Connection& connection, std::span<Party* const> changed,
                                const CustomFields& fields) {
  if (fields.empty()) return {};
  std::vector<sql::DeleteFieldValuesOfParty> cleared;
  std::vector<sql::DeleteFieldValue> removed;
  std::vector<std::map<std::string, std::string>> values;  // lives until they are written
  std::vector<sql::PutFieldValue> puts;
  values.reserve(changed.size());
  for (const Party* party : changed) {
    if (!party->search_changed) continue;  // then no trait changed
    values.push_back(field_values(party->traits, fields));
    for (const auto& [key, value] : values.back())
      puts.push_back({.party_id = party->id.value, .field = key, .value = value});
    if (party->traits_replaced) {
      cleared.push_back({.party_id = party->id.value});
      continue;
    }
    for (const auto& [key, trait] : party->traits.by_name())
      if (trait.is_none() && fields.contains(key)) removed.push_back({.party_id = party->id.value, .field = key});
  }
  TRY(connection.send(std::span<const sql::DeleteFieldValuesOfParty>(cleared)));
  TRY(connection.send(std::span<const sql::DeleteFieldValue>(removed)));
  return connection.send(std::span<const sql::PutFieldValue>(puts));
}

}  // namespace ganbo::parties
