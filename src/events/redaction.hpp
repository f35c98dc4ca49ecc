// Redaction: what is left of a touchpoint when the person it is about is erased. What folds stays (orders and their
// lines, amounts, dates, choices, numbers of the business's own things), so that sums still add up; what somebody wrote
// goes, and so does all that describes the person.
#pragma once

#include <string>
#include <string_view>

#include "events/description.hpp"

namespace ganbo::events {

// Of texts only `…_id` and fields that say so (Field::kept_on_erasure) stay; of a type that describes its party
// (Description::describes_party) nothing but fields that say so. `payload` is JSON as it is kept.
std::string redacted_payload(const Description& description, std::string_view payload);
// Texts and participants go. Empty when nothing is left.
std::string redacted_envelope(std::string_view envelope);

}  // namespace ganbo::events
