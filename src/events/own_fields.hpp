// Own fields: the traits that the business defined (parties/custom_field.hpp), as identify reads and shows them beside
// those of its description.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "events/event_type.hpp"
#include "parties/business.hpp"

namespace ganbo::events {

// How a value of the field is checked. Retired choices are none. Valid as long as `field`.
Field field_of(const parties::CustomField& field);

// What is read beside the description of the type, or of the object, called `prefix`: its named fields, of identify the
// business's own, and choices that it added. `clears`: null takes the value of one of its fields away. Valid as long as
// `business`.
Further further_of(const parties::Business& business, std::string_view prefix, bool clears = false);

// Names of traits that cannot be a field's key: those of identify, identifiers, and what else a body about a party
// says.
std::set<std::string, std::less<>> taken_keys(const EventTypes& types);

}  // namespace ganbo::events
