// What holds for some time, in some position: a role, a relation. What the types that say so share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/description.hpp"
#include "events/event_type.hpp"
#include "events/payload.hpp"

namespace ganbo::events::types {

// The fields before, then `title`, `from` and `until`.
std::vector<Field> with_period(std::vector<Field> fields);
// It may not end before it begins (properties.until, range).
Result<void> check_period(JsonObject payload, std::string_view sentence);
// What is said of it later counts: its period is told anew, as a whole.
MatterChange matter_of_period(std::string_view kind, std::string_view number, JsonObject payload);
// `Head: about (title, from …, until …)`
std::string line_of_period(std::string_view head, std::string_view about, JsonObject payload, Language language);

}  // namespace ganbo::events::types
