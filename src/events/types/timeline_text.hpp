// What the timeline lines of several types are made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/description.hpp"
#include "events/payload.hpp"
#include "platform/base/money.hpp"

namespace ganbo::events::types {

// `150,000 ₫` in English, `150.000 ₫` in Vietnamese; other currencies by their code: `12.50 USD`, `12,50 USD`.
std::string amount_text(std::int64_t minor, Currency currency, Language language);

// The first line of a text, at most `characters_max` characters (code points), with … where something was left out.
std::string excerpt(std::string_view text, std::size_t characters_max = 120);

// `5 min`, `1 h 30 min`; `5 phút`, `1 giờ 30 phút`.
std::string minutes_text(std::int64_t minutes, Language language);

// The whole number under `key`; `absent` when there is none.
std::int64_t integer_of(JsonObject payload, std::string_view key, std::int64_t absent);

// The first of the named texts that is not empty.
std::string_view first_text(JsonObject payload, std::initializer_list<std::string_view> keys);

// The currency an event states, or the business's.
Currency currency_of(JsonObject payload, Currency default_currency);

}  // namespace ganbo::events::types
