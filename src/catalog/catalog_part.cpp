#include "catalog/catalog_part.hpp"

namespace ganbo::catalog {

void CatalogPart::define(const Product& product, Timestamp now) {
  auto& [known, changed_at] = defined_[product.product_id];
  known.product_id = product.product_id;
  if (product.name) known.name = product.name;
  if (product.category) known.category = product.category;
  if (product.description) known.description = product.description;
  if (product.price) known.price = product.price;
  changed_at = now;
}

engine::Outcome DefineProducts::apply(engine::Workspace& workspace, engine::Context& context) {
  auto& catalog = workspace.part<CatalogPart>();
  for (const auto& product : products_) catalog.define(product, context.now());
  return engine::Outcome::applied(0);
}

}  // namespace ganbo::catalog
