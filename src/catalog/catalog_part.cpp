#include "catalog/catalog_part.hpp"

#include <fmt/format.h>

namespace ganbo::catalog {

bool CatalogPart::define(const Product& product, Timestamp now) {
  const auto [place, is_new] = known_.try_emplace(product.product_id);
  Product& known = place->second;
  Product said = known;
  said.product_id = product.product_id;
  if (product.name) said.name = product.name;
  if (product.category) said.category = product.category;
  if (product.description) said.description = product.description;
  if (product.price) said.price = product.price;
  if (product.cost) said.cost = product.cost;
  if (!is_new && said == known) return false;
  known = std::move(said);
  changed_[product.product_id] = now;
  return true;
}

void CatalogPart::clear() {
  wanted_.clear();
  known_.clear();
  changed_.clear();
}

void DefineProducts::want(engine::Workspace& workspace) const {
  for (const auto& product : products_) workspace.part<CatalogPart>().want(product.product_id);
}

engine::Outcome DefineProducts::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& catalog = workspace.part<CatalogPart>();
  std::string outcomes;
  for (const auto& product : products_) outcomes += catalog.define(product, context.now()) ? 'a' : 'r';
  return engine::Outcome::applied(0, 0, fmt::format(R"({{"outcomes":"{}"}})", outcomes));
}

}  // namespace ganbo::catalog
