// CatalogPart: the products that the batch in hand defines.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalog/product.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::catalog {

class CatalogPart : public engine::Part {
 public:
  // want: before load().
  void want(const std::string& product_id) { wanted_.insert(product_id); }

  // apply: after load(). A definition adds to what is known of the product, and wins where both say something. False
  // when it says nothing new.
  bool define(const Product& product, Timestamp now);
  void clear() override;

 protected:
  std::set<std::string> wanted_;
  std::map<std::string, Product> known_;      // by product id: what the record holds and the batch has said
  std::map<std::string, Timestamp> changed_;  // those to be written, in the order of their key
};

// Products become known, or known better. Last definition wins; it needs no name, since repeating it changes nothing.
// detail is {"outcomes":"ar…"}: a letter a product, applied or repeated.
class DefineProducts final : public engine::Command {
 public:
  explicit DefineProducts(std::vector<Product> products) : products_(std::move(products)) {}
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  std::vector<Product> products_;
};

}  // namespace ganbo::catalog
