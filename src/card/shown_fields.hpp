// The business's own fields as one caller sees them: what they may not read is nowhere in an answer.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "events/event_type.hpp"
#include "parties/business.hpp"
#include "parties/party.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::card {

// The fields that a card shows, in the order in which they were defined: those that have a value, and those that are
// asked for in the roles of the party.
void write_card_fields(JsonWriter& json, const parties::Party& party, const parties::CustomFields& fields,
                       const parties::FieldReader& reader,
                       const std::function<std::string_view(SourceId)>& source_name);
// Those of a row of the list that have a value.
void write_listed_fields(JsonWriter& json, const parties::Traits& traits, const parties::CustomFields& fields,
                         const parties::FieldReader& reader);
bool any_listed(const parties::CustomFields& fields, const parties::FieldReader& reader);

// What a value is called, where it is one of a field of choices; else null. `field` null: it is no field of the
// business.
void write_value_label(JsonWriter& json, const parties::CustomField* field, std::string_view value_json);

// What an event told of a party: JSON as it is kept, without what the caller may not read.
std::string shown_traits(std::string_view payload, const parties::CustomFields& fields,
                         const parties::FieldReader& reader);
// Of its fields and words. Valid as long as `business`.
events::LabelOf labels_of(const parties::Business& business);

}  // namespace ganbo::card
