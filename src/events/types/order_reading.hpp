// What the four types of order events share: their fields, and how an order is read from them.
//
//  - The total is `total`; else `revenue`, else `value`, else the sum of the lines. An order or a refund must have one
//  of them.
//  - A line is quantity × price, rounded once, half to even; its quantity is 1 and its price 0 where they are not said.
//  - Without products an order is one line of its total, so that the lines of a card add up to its revenue.
//  - A refund may be sent with positive or negative figures: its total is kept positive, its lines with negative
//  quantities.
#pragma once

#include <string>
#include <vector>

#include "events/event_type.hpp"

namespace ganbo::events::types {

// Written limits; sums of 90,000 such amounts fit 64 bits.
inline constexpr std::int64_t order_minor_max = 100'000'000'000'000;  // 10^14 minor units, of a total and of a line
inline constexpr std::int64_t quantity_max = 1'000'000'000;           // of a line

const std::vector<Field>& order_fields();

// Errors name the field by its path below "properties"; rules are "required", "range" and "limit".
Result<OrderChange> read_order(JsonObject payload, OrderChange::What what, Currency default_currency);

// What an order means.
Facets facets_of(OrderChange change);
// The same of a stored order event.
Facets order_facets(JsonObject payload, OrderChange::What what, Currency default_currency);

// `150,000 ₫ (2 products)`, without the parenthesis when no products were named.
std::string total_and_products(JsonObject payload, OrderChange::What what, Language language);

}  // namespace ganbo::events::types
