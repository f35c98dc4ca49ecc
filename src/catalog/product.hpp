// Product: a thing or a service the business sells, as the catalog knows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/money.hpp"
#include "platform/base/result.hpp"

namespace ganbo::catalog {

inline constexpr std::size_t products_max = 1000;  // of one request
inline constexpr std::size_t text_bytes_max = 500;

// What one definition says. What it leaves open stays as it was: a till that knows only names does not take prices
// away.
struct Product {
  std::string product_id;
  std::optional<std::string> name;
  std::optional<std::string> category;
  std::optional<std::string> description;
  std::optional<Money> price = {};  // list price of one piece
  std::optional<Money> cost = {};   // what the business pays for one piece
  bool operator==(const Product&) const = default;
};

// `{"product_id","name"?,"category"?,"description"?,"price"?,"cost"?,"currency"?}`; price and cost are numbers or
// decimal strings in major units, their currency the business's unless given. `body` is one product, a list, or
// {"products":[…]}. All are good, or the first fault is the error.
Result<std::vector<Product>> read_products(std::string_view body, Currency default_currency);

}  // namespace ganbo::catalog
