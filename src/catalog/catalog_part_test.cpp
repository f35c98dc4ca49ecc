#include "catalog/catalog_part.hpp"

#include <gtest/gtest.h>

namespace ganbo::catalog {
namespace {

// A catalog in memory: what a store would load and write.
class Shelf final : public CatalogPart {
 public:
  Result<void> load(store::Connection&) override { return {}; }
  Result<void> write(store::Connection&) override { return {}; }
  bool say(const Product& product, std::int64_t at, std::int64_t told_by = 0) {
    engine::Context context({at}, ids_);
    return define(product, context, told_by);
  }
  const Product& product(const std::string& id) const { return known_.at(id); }
  std::int64_t changed_at(const std::string& id) const { return changed_.at(id).micros; }
  std::size_t changes() const { return changed_.size(); }
  // What imports changed of the product, as the record would hold it.
  std::vector<ProductChange> told(const std::string& id) const {
    const auto found = staged_.find(id);
    return found == staged_.end() ? std::vector<ProductChange>() : found->second;
  }

 private:
  IdMaker ids_;
};

Product beans(std::optional<std::string> name, std::optional<std::int64_t> price_minor) {
  Product product{"B1", std::move(name), {}, {}, {}};
  if (price_minor) product.price = Money{*price_minor, Currency::trusted("VND")};
  return product;
}

TEST(Catalog, the_last_definition_wins_field_by_field) {
  Shelf shelf;
  EXPECT_TRUE(shelf.say(beans("Beans", 100), 1));
  EXPECT_TRUE(shelf.say(beans("Robusta beans", {}), 2));
  EXPECT_EQ(shelf.product("B1"), beans("Robusta beans", 100));
  EXPECT_TRUE(shelf.say(beans({}, 120), 3));
  EXPECT_EQ(shelf.product("B1"), beans("Robusta beans", 120));
  EXPECT_EQ(shelf.changed_at("B1"), 3);
}

TEST(Catalog, a_definition_that_says_nothing_new_changes_nothing) {
  Shelf shelf;
  EXPECT_TRUE(shelf.say(beans({}, {}), 1)) << "that there is such a product is news";
  EXPECT_FALSE(shelf.say(beans({}, {}), 2));
  EXPECT_TRUE(shelf.say(beans("Beans", 100), 3));
  EXPECT_FALSE(shelf.say(beans("Beans", {}), 4));
  EXPECT_FALSE(shelf.say(beans({}, 100), 5));
  EXPECT_EQ(shelf.changed_at("B1"), 3);
  shelf.clear();
  EXPECT_EQ(shelf.changes(), 0u);
  EXPECT_TRUE(shelf.say(beans("Beans", 100), 6)) << "the next batch knows what is loaded for it";
}

TEST(Catalog, the_same_number_in_another_currency_is_another_price) {
  Shelf shelf;
  Product dear = beans({}, 100);
  EXPECT_TRUE(shelf.say(dear, 1));
  dear.price->currency = Currency::trusted("USD");
  EXPECT_TRUE(shelf.say(dear, 2));
}

// Who says what, in order, which import is taken back, and what is left; no product at all where nobody else knew it.
struct Case {
  const char* name;
  std::vector<std::pair<std::int64_t, Product>> said;  // by an import, or by nobody: 0
  std::int64_t taken_back;
  std::optional<Product> left;
};

TEST(Catalog, an_import_that_is_taken_back_leaves_what_others_said) {
  const Case cases[] = {
      {"alone", {{1, beans("Beans", 100)}}, 1, {}},
      {"it renamed", {{0, beans("Beans", 100)}, {1, beans("Robusta", {})}}, 1, beans("Beans", 100)},
      {"it said more", {{0, beans("Beans", {})}, {1, beans({}, 120)}}, 1, beans("Beans", {})},
      {"an earlier import stays", {{1, beans("Beans", 100)}, {2, beans("Robusta", 120)}}, 2, beans("Beans", 100)},
      {"a later import stays", {{1, beans("Beans", 100)}, {2, beans("Robusta", {})}}, 1, beans("Robusta", {})},
      {"a later word of a person stays", {{1, beans("Beans", 100)}, {0, beans("Mine", {})}}, 1, beans("Mine", {})},
      {"it said two things in turn",
       {{0, beans("A", {})}, {1, beans("B", {})}, {1, beans("C", {})}},
       1,
       beans("A", {})},
      {"it said nothing new", {{0, beans("A", 5)}, {1, beans("A", 5)}}, 1, beans("A", 5)},
      {"somebody else's word in between",
       {{1, beans("A", {})}, {0, beans("B", {})}, {2, beans("C", {})}},
       1,
       beans("C", {})},
  };
  for (const auto& [name, said, taken_back, left] : cases) {
    Shelf shelf;
    std::int64_t at = 0;
    for (const auto& [told_by, product] : said) shelf.say(product, ++at, told_by);
    Product product = shelf.product("B1");
    auto changes = shelf.told("B1");
    EXPECT_EQ(take_back(taken_back, changes, product), left.has_value()) << name;
    EXPECT_EQ(product, left.value_or(Product{"B1", {}, {}, {}, {}})) << name;
    for (const auto& change : changes) EXPECT_NE(change.told_by, taken_back) << name;
  }
}

TEST(Catalog, imports_may_be_taken_back_in_any_order) {
  for (const std::vector<std::int64_t>& order :
       {std::vector<std::int64_t>{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}}) {
    Shelf shelf;
    shelf.say(beans("Own", 90), 1);
    shelf.say(beans("First", 100), 2, 1);
    shelf.say(beans("Second", {}), 3, 2);
    shelf.say(beans("Third", 130), 4, 3);
    Product product = shelf.product("B1");
    auto changes = shelf.told("B1");
    for (const auto import : order) EXPECT_TRUE(take_back(import, changes, product));
    EXPECT_EQ(product, beans("Own", 90)) << order[0] << order[1] << order[2];
    EXPECT_TRUE(changes.empty());
  }
}

TEST(Catalog, another_import_of_the_same_product_keeps_it) {
  Shelf shelf;
  shelf.say(beans({}, {}), 1, 1);
  shelf.say(beans("Beans", {}), 2, 2);
  Product product = shelf.product("B1");
  auto changes = shelf.told("B1");
  EXPECT_TRUE(take_back(2, changes, product)) << "the first import knew it";
  EXPECT_FALSE(take_back(1, changes, product));
}

TEST(Catalog, who_spoke_next_of_a_product_brought_it_when_the_import_before_is_gone) {
  Shelf shelf;
  shelf.say(beans("Beans", 100), 1, 1);
  shelf.say(beans("Robusta", {}), 2, 2);
  Product product = shelf.product("B1");
  auto changes = shelf.told("B1");
  EXPECT_TRUE(take_back(1, changes, product));
  EXPECT_EQ(product, beans("Robusta", {}));
  EXPECT_FALSE(take_back(2, changes, product));
  EXPECT_TRUE(changes.empty());
}

}  // namespace
}  // namespace ganbo::catalog
