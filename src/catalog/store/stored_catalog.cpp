#include "catalog/store/stored_catalog.hpp"

#include "catalog/store/queries.hpp"

namespace ganbo::catalog {
namespace {

std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

class StoredCatalog final : public CatalogPart {
 public:
  Result<void> load(store::Connection&) override { return {}; }

  Result<void> write(store::Connection& connection) override {
    std::vector<sql::PutProduct> rows;
    rows.reserve(defined_.size());
    for (const auto& [id, defined] : defined_) {
      const Product& product = defined.product;
      rows.push_back({.product_id = id,
                      .name = view_of(product.name),
                      .category = view_of(product.category),
                      .description = view_of(product.description),
                      .price_minor = product.price ? std::optional(product.price->minor) : std::nullopt,
                      .currency = product.price ? std::optional(product.price->currency.code()) : std::nullopt,
                      .changed_at = defined.changed_at.micros});
    }
    TRY(connection.write(std::span<const sql::PutProduct>(rows)));
    return {};
  }
};

}  // namespace

std::unique_ptr<CatalogPart> make_stored_catalog() { return std::make_unique<StoredCatalog>(); }

Result<std::vector<Product>> list_products(store::Connection& connection, std::string_view after,
                                           std::int64_t count_max) {
  std::vector<Product> products;
  for (auto& row : TRY(connection.all(sql::ListProducts{.after = after, .row_limit = count_max}))) {
    Product product{
        std::move(row.product_id), std::move(row.name), std::move(row.category), std::move(row.description), {}};
    if (row.price_minor && row.currency) product.price = Money{*row.price_minor, Currency::trusted(*row.currency)};
    products.push_back(std::move(product));
  }
  return products;
}

}  // namespace ganbo::catalog
