// CatalogPart: the products that the batch in hand defines.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalog/product.hpp"
#include "catalog/product_changes.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::catalog {

class CatalogPart : public engine::Part {
 public:
  // want: before load().
  void want(const std::string& product_id) { wanted_.insert(product_id); }

  // The next products, in the order of their numbers, that an import changed something of.
  struct WantedToldBy {
    std::int64_t import = 0;
    std::string after;
    std::int64_t count_max = 0;
  };
  void want_told_by(WantedToldBy wanted) { wanted_told_by_ = std::move(wanted); }

  // apply: after load(). A definition adds to what is known of the product, and wins where both say something. False
  // when it says nothing new. told_by: the import that says it; 0: none.
  bool define(const Product& product, engine::Context& context, std::int64_t told_by = 0);
  // Takes back what the import changed of the products that were wanted (product_changes.hpp); returns their numbers.
  std::vector<std::string> take_back(engine::Context& context);
  void clear() override;

 protected:
  std::set<std::string> wanted_;
  std::map<std::string, Product> known_;      // by product id: what the record holds and the batch has said
  std::map<std::string, Timestamp> changed_;  // those to be written, in the order of their key
  std::optional<WantedToldBy> wanted_told_by_;
  std::map<std::string, std::vector<ProductChange>> told_;    // of the products that are taken back, by change_id
  std::map<std::string, std::vector<ProductChange>> staged_;  // changes that are new, or begin elsewhere
  std::set<std::string> taken_back_;                          // their changes by that import go
  std::set<std::string> gone_;                                // products that nobody spoke of but that import
};

// Products become known, or known better. Last definition wins; it needs no name, since repeating it changes nothing.
// detail is {"outcomes":"ar…"}: a letter a product, applied or repeated. told_by: as in CatalogPart::define.
class DefineProducts : public engine::Command {
 public:
  explicit DefineProducts(std::vector<Product> products, std::int64_t told_by = 0)
      : products_(std::move(products)), told_by_(told_by) {}
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  std::vector<Product> products_;
  std::int64_t told_by_;
};

}  // namespace ganbo::catalog
