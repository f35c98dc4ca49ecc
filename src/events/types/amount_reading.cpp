#include "events/types/amount_reading.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {

Result<void> check_amount(JsonObject payload, std::string_view key, Currency default_currency) {
  const auto amount = decimal_of(payload, key);
  if (amount) TRY(money_of(*amount, currency_of(payload, default_currency), "properties." + std::string(key)));
  return {};
}

}  // namespace ganbo::events::types
