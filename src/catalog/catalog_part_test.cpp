#include "catalog/catalog_part.hpp"

#include <gtest/gtest.h>

namespace ganbo::catalog {
namespace {

// A catalog in memory: what a store would load and write.
class Shelf final : public CatalogPart {
 public:
  Result<void> load(store::Connection&) override { return {}; }
  Result<void> write(store::Connection&) override { return {}; }
  const Product& product(const std::string& id) const { return known_.at(id); }
  std::int64_t changed_at(const std::string& id) const { return changed_.at(id).micros; }
  std::size_t changes() const { return changed_.size(); }
};

Product beans(std::optional<std::string> name, std::optional<std::int64_t> price_minor) {
  Product product{"B1", std::move(name), {}, {}, {}};
  if (price_minor) product.price = Money{*price_minor, Currency::trusted("VND")};
  return product;
}

TEST(Catalog, the_last_definition_wins_field_by_field) {
  Shelf shelf;
  EXPECT_TRUE(shelf.define(beans("Beans", 100), {1}));
  EXPECT_TRUE(shelf.define(beans("Robusta beans", {}), {2}));
  EXPECT_EQ(shelf.product("B1"), beans("Robusta beans", 100));
  EXPECT_TRUE(shelf.define(beans({}, 120), {3}));
  EXPECT_EQ(shelf.product("B1"), beans("Robusta beans", 120));
  EXPECT_EQ(shelf.changed_at("B1"), 3);
}

TEST(Catalog, a_definition_that_says_nothing_new_changes_nothing) {
  Shelf shelf;
  EXPECT_TRUE(shelf.define(beans({}, {}), {1})) << "that there is such a product is news";
  EXPECT_FALSE(shelf.define(beans({}, {}), {2}));
  EXPECT_TRUE(shelf.define(beans("Beans", 100), {3}));
  EXPECT_FALSE(shelf.define(beans("Beans", {}), {4}));
  EXPECT_FALSE(shelf.define(beans({}, 100), {5}));
  EXPECT_EQ(shelf.changed_at("B1"), 3);
  shelf.clear();
  EXPECT_EQ(shelf.changes(), 0u);
  EXPECT_TRUE(shelf.define(beans("Beans", 100), {6})) << "the next batch knows what is loaded for it";
}

TEST(Catalog, the_same_number_in_another_currency_is_another_price) {
  Shelf shelf;
  Product dear = beans({}, 100);
  EXPECT_TRUE(shelf.define(dear, {1}));
  dear.price->currency = Currency::trusted("USD");
  EXPECT_TRUE(shelf.define(dear, {2}));
}

}  // namespace
}  // namespace ganbo::catalog
