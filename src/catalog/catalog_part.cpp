#include "catalog/catalog_part.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ganbo::catalog {

bool CatalogPart::define(const Product& product, engine::Context& context, std::int64_t told_by) {
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
  if (told_by != 0)
    for (auto& change : changes_between(is_new ? nullptr : &known, said)) {
      change.change_id = context.next_id<Id<ProductChange>>().value;
      change.told_by = told_by;
      staged_[product.product_id].push_back(std::move(change));
    }
  known = std::move(said);
  changed_[product.product_id] = context.now();
  return true;
}

std::vector<std::string> CatalogPart::take_back(engine::Context& context) {
  std::vector<std::string> numbers;
  for (auto& [number, changes] : told_) {
    numbers.push_back(number);
    taken_back_.insert(number);
    const auto product = known_.find(number);
    if (product == known_.end()) continue;
    const auto before = changes;
    if (catalog::take_back(wanted_told_by_->import, changes, product->second))
      changed_[number] = context.now();
    else
      gone_.insert(number);
    for (const auto& change : changes)
      if (std::find(before.begin(), before.end(), change) == before.end()) staged_[number].push_back(change);
  }
  return numbers;
}

void CatalogPart::clear() {
  wanted_.clear();
  known_.clear();
  changed_.clear();
  wanted_told_by_.reset();
  told_.clear();
  staged_.clear();
  taken_back_.clear();
  gone_.clear();
}

void DefineProducts::want(engine::Workspace& workspace) const {
  for (const auto& product : products_) workspace.part<CatalogPart>().want(product.product_id);
}

engine::Outcome DefineProducts::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& catalog = workspace.part<CatalogPart>();
  std::string outcomes;
  for (const auto& product : products_) outcomes += catalog.define(product, context, told_by_) ? 'a' : 'r';
  return engine::Outcome::applied(0, 0, fmt::format(R"({{"outcomes":"{}"}})", outcomes));
}

}  // namespace ganbo::catalog
