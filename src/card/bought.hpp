// Bought: what a party's order lines come to, by category, and what the business earned on them.
//
// Margin = Σ (amount − cost) over the lines whose cost is known: as the order said it, else the catalog's cost of a
// piece times the quantity. Refunds stand with negative amounts and take their cost back. How much of all that was
// bought the margin speaks of is said beside it. Amounts are in the currency the card speaks in; a cost follows its
// line's amount into it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/product.hpp"
#include "platform/base/money.hpp"

namespace ganbo::card {

struct BoughtLine {
  std::string product_id;
  Decimal quantity;  // of a refund negative, like the amounts
  std::int64_t amount_minor = 0;
  Currency currency;
  std::string category;                         // as the order named it; may be empty
  std::optional<std::int64_t> cost_minor;       // likewise
  std::optional<std::int64_t> reporting_minor;  // empty: waits for a rate
};

struct CategoryShare {
  std::string category;  // empty: none is known
  std::int64_t amount_minor = 0;
  double share = 0;  // of all that was bought, 0 to 1; negative amounts have none
};

struct Bought {
  std::optional<std::int64_t> margin_minor;  // empty: no cost is known
  double margin_covers = 0;                  // the part of what was bought whose cost is known, 0 to 1
  std::vector<CategoryShare> categories;     // the largest first; those without one last
};

// `currency`: the one the card speaks in; lines that are not known in it are left out.
Bought bought(const std::vector<BoughtLine>& lines, const std::map<std::string, catalog::Product>& products,
              Currency currency, Currency reporting_currency);

}  // namespace ganbo::card
