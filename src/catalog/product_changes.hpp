// What imports changed of products, kept so that exactly that can be taken back. A product is what was said last, field
// by field, so its fields alone do not tell what they were before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/product.hpp"

namespace ganbo::catalog {

// One field, as it was and as it became. Of one product and field they are a chain: each begins where the one before
// ended, unless somebody who is no import said something in between.
struct ProductChange {
  std::int64_t change_id = 0;  // rises with time
  std::int64_t told_by = 0;    // the import
  std::string field;           // name, category, description, price, cost; product: that there is one
  std::optional<std::string> before;
  std::optional<std::string> after;
  bool operator==(const ProductChange&) const = default;
};

// From `before` (nullptr: no such product) to `after`, without ids and who told it.
std::vector<ProductChange> changes_between(const Product* before, const Product& after);

// Takes back what `told_by` changed, as if it had never been told: a change that begins where one of them ended begins
// where that one began; where none does and the product still says what was told, it says again what it said before;
// what somebody else said since then stays. `changes`: all of the product, by change_id; those of `told_by` go out of
// it. Returns whether there is a product left: not where the import brought it and nobody else said anything of it.
// Where another import did, that one brought it now, under the same change_id.
bool take_back(std::int64_t told_by, std::vector<ProductChange>& changes, Product& product);

}  // namespace ganbo::catalog
