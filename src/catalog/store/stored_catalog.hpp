// The catalog in the record.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "catalog/catalog_part.hpp"
#include "platform/store/store.hpp"

namespace ganbo::catalog {

std::unique_ptr<CatalogPart> make_stored_catalog();

// Fills in the products of these numbers that there are; the others stay as they were.
Result<void> load_products(store::Connection& connection, std::map<std::string, Product>& products);

// Products after `after` in the order of their numbers.
Result<std::vector<Product>> list_products(store::Connection& connection, std::string_view after,
                                           std::int64_t count_max);

}  // namespace ganbo::catalog
