// Payload: the fields of an event as they are kept: checked one by one against the type's description, in the
// description's order.
#pragma once

#include <simdjson.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/description.hpp"
#include "platform/base/decimal.hpp"
#include "platform/base/money.hpp"
#include "platform/base/result.hpp"

namespace ganbo::events {

using JsonObject = simdjson::dom::object;
using JsonElement = simdjson::dom::element;

// A value under a key that the type does not know. It is not kept with the event; it waits in the quarantine
// (src/events/quarantine.hpp).
struct UnknownValue {
  std::string key;
  std::string value_json;
};

// How the value under a key that the description does not have is read: the business gave it a use, or defined it.
// Nothing: it is not known. An error: it is not taken.
using FurtherField = std::function<Result<std::optional<Field>>(std::string_view key, JsonElement value)>;

// What the business added to what descriptions say.
struct Further {
  FurtherField field = {};                   // empty: no fields
  const parties::OwnWords* words = nullptr;  // null: no choices
};

// Writes the known fields of `object` as one JSON object with keys in the description's order, then the further ones by
// key; null values are as absent, but of clearable fields. `path` names the object in errors ("properties", "traits",
// "context.ganbo"). `default_currency`, where given, is written into currency fields that were not sent, so that what
// stands in the record never changes its meaning with a setting.
Result<std::string> read_payload(const std::vector<Field>& fields, JsonObject object, std::string_view path,
                                 const Further& further, std::vector<UnknownValue>& unknown,
                                 std::optional<Currency> default_currency = std::nullopt);

// Typed access to a stored payload: absent and null are empty.
std::string_view text_of(JsonObject object, std::string_view key);
std::optional<Decimal> decimal_of(JsonObject object, std::string_view key);
std::optional<Decimal> decimal_of(JsonElement value);

// The digits of a JSON number, or the text of a JSON string; empty for anything else.
std::string number_text(JsonElement element);

// Keys sorted at every level, `sentAt` left out at the top: two bodies that mean the same have the same canonical form.
void append_canonical(std::string& out, JsonElement element, bool top_level);

// A parser per thread; its documents live until the next parse on this thread with the same `slot` (0..2).
Result<JsonElement> parse_json(std::string_view json, int slot, std::string_view what);

}  // namespace ganbo::events
