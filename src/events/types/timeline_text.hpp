// What the timeline lines of several types are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/description.hpp"
#include "events/payload.hpp"
#include "platform/base/money.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::events::types {

// `150,000 ₫` in English, `150.000 ₫` in Vietnamese; other currencies by their code: `12.50 USD`, `12,50 USD`.
std::string amount_text(std::int64_t minor, Currency currency, Language language);

// The first line of a text, at most `characters_max` characters (code points), with … where something was left out.
std::string excerpt(std::string_view text, std::size_t characters_max = 120);

// `Head: about (detail, detail)`; what is empty is left out.
std::string line_text(std::string_view head, std::string_view about, const std::vector<std::string>& details);

// What stands under a key, in words; empty when nothing does. A choice by its label, an amount in the payload's
// currency, a day as `after 28 Feb 2026` or `after 28/02/2026`, minutes as minutes_text(), a number as `8.5` or `8,5`.
std::string choice_text(const Description& description, JsonObject payload, std::string_view key, Language language);
std::string money_text(JsonObject payload, std::string_view key, Language language);
std::string day_text(JsonObject payload, std::string_view key, const Label& after, Language language);
std::string minutes_of(JsonObject payload, std::string_view key, Language language);
std::string decimal_text(JsonObject payload, std::string_view key, Language language);

// `5 min`, `1 h 30 min`; `5 phút`, `1 giờ 30 phút`.
std::string minutes_text(std::int64_t minutes, Language language);

// The whole number under `key`; `absent` when there is none.
std::int64_t integer_of(JsonObject payload, std::string_view key, std::int64_t absent);
std::optional<std::int64_t> integer_of(JsonObject payload, std::string_view key);

// The amount under `key` of a stored payload, which names its currency; empty when it states none.
std::optional<Money> amount_of(JsonObject payload, std::string_view key);

// The day under `key`.
std::optional<Day> day_of(JsonObject payload, std::string_view key);

// The day that a day of the lunar calendar under `key` is.
std::optional<Day> day_of_lunar(JsonObject payload, std::string_view key);
// `15/8/1990 lunar`, `15/8/1990 âm lịch`; empty when nothing stands there.
std::string lunar_text(JsonObject payload, std::string_view key, Language language);

// Whether `key` says true.
bool bool_of(JsonObject payload, std::string_view key);

// The first of the named texts that is not empty.
std::string_view first_text(JsonObject payload, std::initializer_list<std::string_view> keys);

// The currency an event states, or the business's.
Currency currency_of(JsonObject payload, Currency default_currency);

}  // namespace ganbo::events::types
