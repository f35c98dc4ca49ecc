#include "catalog/store/stored_catalog.hpp"

#include "catalog/store/queries.hpp"

namespace ganbo::catalog {
namespace {

std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

std::optional<Money> money_of_row(const std::optional<std::int64_t>& minor,
                                  const std::optional<std::string>& currency) {
  if (!minor || !currency) return std::nullopt;
  return Money{*minor, Currency::trusted(*currency)};
}

template <class Row>
Product product_of(std::string id, Row&& row) {
  return {std::move(id),
          std::move(row.name),
          std::move(row.category),
          std::move(row.description),
          money_of_row(row.price_minor, row.currency),
          money_of_row(row.cost_minor, row.cost_currency)};
}

class StoredCatalog final : public CatalogPart {
 public:
  Result<void> load(store::Connection& connection) override {
    if (wanted_.empty() && !wanted_told_by_) return {};
    TRY(connection.hold_definitions());  // what a product is already known by is kept, so nobody else may change it now
    if (wanted_told_by_) TRY(load_told(connection, *wanted_told_by_));
    std::vector<sql::LoadProduct> keys;
    keys.reserve(wanted_.size());
    for (const auto& id : wanted_) keys.push_back({.product_id = id});
    TRY(connection.each(std::span<const sql::LoadProduct>(keys), [&](std::size_t key, sql::LoadProduct::Row&& row) {
      const std::string id(keys[key].product_id);
      known_[id] = product_of(id, std::move(row));
    }));
    return {};
  }

  Result<void> write(store::Connection& connection) override {
    std::vector<sql::PutProduct> rows;
    rows.reserve(changed_.size());
    for (const auto& [id, changed_at] : changed_) {
      if (gone_.contains(id)) continue;
      const Product& product = known_.at(id);
      rows.push_back({.product_id = id,
                      .name = view_of(product.name),
                      .category = view_of(product.category),
                      .description = view_of(product.description),
                      .price_minor = product.price ? std::optional(product.price->minor) : std::nullopt,
                      .currency = product.price ? std::optional(product.price->currency.code()) : std::nullopt,
                      .cost_minor = product.cost ? std::optional(product.cost->minor) : std::nullopt,
                      .cost_currency = product.cost ? std::optional(product.cost->currency.code()) : std::nullopt,
                      .changed_at = changed_at.micros});
    }
    TRY(connection.write(std::span<const sql::PutProduct>(rows)));
    return write_told(connection);
  }

 private:
  Result<void> load_told(store::Connection& connection, const WantedToldBy& wanted) {
    std::vector<std::string> numbers;
    for (auto& row : TRY(connection.all(
             sql::ProductsToldBy{.told_by = wanted.import, .after = wanted.after, .row_limit = wanted.count_max})))
      numbers.push_back(std::move(row.product_id));
    std::vector<sql::ChangesOfProduct> keys;
    keys.reserve(numbers.size());
    for (const auto& number : numbers) {
      keys.push_back({.product_id = number});
      wanted_.insert(number);
    }
    TRY(connection.each(std::span<const sql::ChangesOfProduct>(keys),
                        [&](std::size_t key, sql::ChangesOfProduct::Row&& row) {
                          told_[numbers[key]].push_back({.change_id = row.change_id,
                                                         .told_by = row.told_by,
                                                         .field = std::move(row.field),
                                                         .before = std::move(row.value_before),
                                                         .after = std::move(row.value_after)});
                        }));
    return {};
  }

  Result<void> write_told(store::Connection& connection) {
    std::vector<sql::DeleteProduct> gone;
    gone.reserve(gone_.size());
    for (const auto& number : gone_) gone.push_back({.product_id = number});
    TRY(connection.send(std::span<const sql::DeleteProduct>(gone)));
    std::vector<sql::DeleteChangesToldBy> taken_back;
    taken_back.reserve(taken_back_.size());
    for (const auto& number : taken_back_)
      taken_back.push_back({.product_id = number, .told_by = wanted_told_by_->import});
    TRY(connection.send(std::span<const sql::DeleteChangesToldBy>(taken_back)));
    std::vector<sql::PutProductChange> changes;
    for (const auto& [number, staged] : staged_)
      for (const auto& change : staged)
        changes.push_back({.product_id = number,
                           .change_id = change.change_id,
                           .told_by = change.told_by,
                           .field = change.field,
                           .value_before = view_of(change.before),
                           .value_after = view_of(change.after)});
    return connection.send(std::span<const sql::PutProductChange>(changes));
  }
};

}  // namespace

std::unique_ptr<CatalogPart> make_stored_catalog() { return std::make_unique<StoredCatalog>(); }

Result<void> load_products(store::Connection& connection, std::map<std::string, Product>& products) {
  std::vector<sql::LoadProduct> keys;
  keys.reserve(products.size());
  for (const auto& [id, product] : products) keys.push_back({.product_id = id});
  TRY(connection.each(std::span<const sql::LoadProduct>(keys), [&](std::size_t key, sql::LoadProduct::Row&& row) {
    const std::string id(keys[key].product_id);
    products[id] = product_of(id, std::move(row));
  }));
  return {};
}

Result<std::vector<Product>> list_products(store::Connection& connection, std::string_view after,
                                           std::int64_t count_max) {
  std::vector<Product> products;
  for (auto& row : TRY(connection.all(sql::ListProducts{.after = after, .row_limit = count_max}))) {
    std::string id = std::move(row.product_id);
    products.push_back(product_of(std::move(id), std::move(row)));
  }
  return products;
}

}  // namespace ganbo::catalog
