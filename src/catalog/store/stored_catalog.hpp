// The catalog in the record.
#pragma once

#include <memory>

#include "catalog/catalog_part.hpp"
#include "platform/store/store.hpp"

namespace ganbo::catalog {

std::unique_ptr<CatalogPart> make_stored_catalog();

// Products after `after` in the order of their numbers.
Result<std::vector<Product>> list_products(store::Connection& connection, std::string_view after,
                                           std::int64_t count_max);

}  // namespace ganbo::catalog
