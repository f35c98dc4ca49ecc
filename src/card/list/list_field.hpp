// ListField: what a list of parties can be narrowed by, sorted by and shown with: details that everybody's card may
// say, the figures of a card, and the fields that the business defined for itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/event_type.hpp"
#include "events/figures.hpp"
#include "parties/business.hpp"
#include "parties/party.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::card {

enum class ListKind {
  text,     // compared folded
  choice,   // one of `choices`
  words,    // several of `choices`
  integer,  // whole
  decimal,
  money,  // of the reporting currency
  boolean,
  day,
  instant
};
std::string_view word_of(ListKind kind);
bool is_number(ListKind kind);
// By what a field of the kind narrows a list (list_condition.hpp), in the order in which it is offered.
std::vector<std::string_view> operators_of(ListKind kind);

enum class ListGroup { details, figures, own };
std::string_view word_of(ListGroup group);

struct ListField {
  std::string key;
  ListKind kind = ListKind::text;
  ListGroup group = ListGroup::details;
  parties::CustomLabel label;
  parties::CustomLabel help;                   // of a figure: what it counts, over which time, in which unit
  std::vector<parties::CustomChoice> choices;  // in the order in which they are shown
  bool is_contact = false;                     // by it somebody can be reached
};

// All of them in the order in which they are offered. What the business retired is not among them.
std::vector<ListField> list_fields(const events::EventTypes& types, const parties::Business& business);
// Null when there is none of this key that the reader may read.
const ListField* find_list_field(const std::vector<ListField>& fields, std::string_view key,
                                 const parties::Business& business, const parties::FieldReader& reader);
bool may_read(const ListField& field, const parties::Business& business, const parties::FieldReader& reader);

// What is known of one party, to take values from.
struct ListedValues {
  parties::Kind kind;
  std::string_view name;
  std::string_view roles;  // words separated by spaces
  const parties::Traits& traits;
  const events::Figures& figures;
  Timestamp created_at;
};

// A value as it is compared and sorted. Numbers: whole ones as they are; decimals in millionths (Decimal); money in
// minor units; false and true as 0 and 1; days since 1970-01-01; instants in microseconds. Texts: folded and at most
// parties::value_key_bytes_max bytes; choices and words each between two `word_mark`.
struct ListValue {
  std::int64_t number = 0;
  std::string text;
};
struct ListValueView {
  std::int64_t number = 0;
  std::string_view text;
};
inline constexpr char word_mark = '\x1f';

// Nothing where the party has no value, or one that is none of the field's kind.
std::optional<ListValue> list_value(const ListField& field, const ListedValues& party, Currency reporting_currency);

// A detail as one line of text, as it was told; empty where there is none, and of figures.
std::string list_text(const ListField& field, const ListedValues& party);
// The value as REST gives it; null where there is none.
void write_list_value(JsonWriter& json, const ListField& field, const ListedValues& party,
                      const parties::Business& business);
// The fields, for who builds forms and tables.
std::string list_field_json(const ListField& field);

}  // namespace ganbo::card
