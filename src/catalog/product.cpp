#include "catalog/product.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include "platform/base/decimal.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::catalog {
namespace {

using JsonElement = simdjson::dom::element;
using JsonObject = simdjson::dom::object;

Result<std::optional<std::string>> text_in(JsonObject object, std::string_view key, const std::string& path) {
  JsonElement element;
  if (object.at_key(key).get(element) || element.is_null()) return std::optional<std::string>();
  std::string_view text;
  std::string field = fmt::format("{}{}", path, key);
  if (element.get(text)) return invalid(std::move(field), "type", "It must be a text.");
  if (text.size() > text_bytes_max)
    return invalid(std::move(field), "limit",
                   fmt::format("It is {} bytes long; at most {} are kept.", text.size(), text_bytes_max));
  return std::optional(tidy_text(text));
}

Result<std::optional<Money>> money_in(JsonObject object, std::string_view key, const std::string& path,
                                      Currency currency) {
  JsonElement element;
  if (object.at_key(key).get(element) || element.is_null()) return std::optional<Money>();
  const std::string field = fmt::format("{}{}", path, key);
  std::string_view text;
  const std::string number = element.get(text) ? std::string(simdjson::minify(element)) : std::string(text);
  const Decimal major = TRY(parse_decimal(number, field));
  if (major.millionths < 0) return invalid(field, "range", fmt::format("A {} may not be less than zero.", key));
  return std::optional(TRY(money_of(major, currency, field)));
}

Result<Product> read_product(JsonElement element, const std::string& path, Currency default_currency) {
  JsonObject object;
  if (element.get(object))
    return invalid(path.empty() ? "body" : path.substr(0, path.size() - 1), "type", "A product must be an object.");
  for (const auto [key, value] : object)
    if (key != "product_id" && key != "name" && key != "category" && key != "description" && key != "price" &&
        key != "cost" && key != "currency")
      return invalid(
          fmt::format("{}{}", path, key), "known",
          "A product has product_id, name, category, description, price, cost and currency; this key is not known.");
  Product product;
  product.product_id = TRY(text_in(object, "product_id", path)).value_or("");
  if (product.product_id.empty()) return invalid(path + "product_id", "required", "A product needs its number.");
  product.name = TRY(text_in(object, "name", path));
  product.category = TRY(text_in(object, "category", path));
  product.description = TRY(text_in(object, "description", path));
  const auto code = TRY(text_in(object, "currency", path));
  const Currency currency = code ? TRY(Currency::parse(*code, path + "currency")) : default_currency;
  product.price = TRY(money_in(object, "price", path, currency));
  product.cost = TRY(money_in(object, "cost", path, currency));
  return product;
}

}  // namespace

Result<std::vector<Product>> read_products(std::string_view body, Currency default_currency) {
  thread_local simdjson::dom::parser parser;
  JsonElement document;
  const simdjson::padded_string padded(body);
  if (parser.parse(padded).get(document)) return invalid("body", "format", "The body is not JSON.");
  JsonObject object;
  simdjson::dom::array list;
  std::vector<Product> products;
  const bool wrapped = !document.get(object) && !object.at_key("products").error();
  if (wrapped ? !object.at_key("products").get(list) : !document.get(list)) {
    if (list.size() > products_max)
      return Error{ErrorCode::too_large,
                   fmt::format("A request holds at most {} products; this one has {}.", products_max, list.size()),
                   "products", "limit"};
    products.reserve(list.size());
    for (const JsonElement element : list)
      products.push_back(TRY(read_product(element, fmt::format("products[{}].", products.size()), default_currency)));
    return products;
  }
  if (wrapped) return invalid("products", "type", "It must be a list of products.");
  products.push_back(TRY(read_product(document, "", default_currency)));
  return products;
}

}  // namespace ganbo::catalog
