// What types share that state one amount: a decimal number under a key, in the payload's `currency`.
#pragma once

#include <string_view>

#include "events/event_type.hpp"

namespace ganbo::events::types {

// The amount under `key` can be kept in its currency's minor units (rule "range"). Absent is fine.
Result<void> check_amount(JsonObject payload, std::string_view key, Currency default_currency);

}  // namespace ganbo::events::types
