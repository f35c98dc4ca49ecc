// CatalogPart: definitions of products in the batch in hand.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalog/product.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::catalog {

class CatalogPart : public engine::Part {
 public:
  // A later definition in the batch adds to an earlier one of the same product, and wins where both say something.
  void define(const Product& product, Timestamp now);
  void clear() override { defined_.clear(); }

 protected:
  struct Defined {
    Product product;
    Timestamp changed_at;
  };
  std::map<std::string, Defined> defined_;  // by product id, so that rows are written in the order of their key
};

// Products become known, or known better. Last definition wins; it needs no name, since repeating it changes nothing.
class DefineProducts final : public engine::Command {
 public:
  explicit DefineProducts(std::vector<Product> products) : products_(std::move(products)) {}
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) override;

 private:
  std::vector<Product> products_;
};

}  // namespace ganbo::catalog
