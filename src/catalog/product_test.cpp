#include "catalog/product.hpp"

#include <gtest/gtest.h>

namespace ganbo::catalog {
namespace {

// What was read, a line a product; or field/rule.
std::string reading(std::string_view body) {
  const auto products = read_products(body, Currency::trusted("VND"));
  if (!products.ok()) return products.error().field + "/" + products.error().rule;
  std::string out;
  for (const auto& product : *products) {
    out += product.product_id;
    for (const auto& text : {product.name, product.category, product.description}) out += "|" + text.value_or("-");
    out += product.price ? "|" + format_amount(product.price->minor, product.price->currency) + " " +
                               std::string(product.price->currency.code())
                         : "|-";
    if (product.cost)
      out += " at " + format_amount(product.cost->minor, product.cost->currency) + " " +
             std::string(product.cost->currency.code());
    out += "\n";
  }
  return out;
}

TEST(Products, one_a_list_or_an_object_with_a_list_are_read) {
  const std::string one = "B1|Beans|-|-|-\n";
  EXPECT_EQ(reading(R"({"product_id":"B1","name":"Beans"})"), one);
  EXPECT_EQ(reading(R"([{"product_id":"B1","name":"Beans"}])"), one);
  EXPECT_EQ(reading(R"({"products":[{"product_id":"B1","name":"Beans"}]})"), one);
  EXPECT_EQ(reading(R"([{"product_id":"B1"},{"product_id":"B2"}])"), "B1|-|-|-|-\nB2|-|-|-|-\n");
  EXPECT_EQ(reading("[]"), "");
}

TEST(Products, texts_are_tidied_and_null_says_nothing) {
  EXPECT_EQ(reading(R"({"product_id":" B1 ","name":"  Cà   phê ","category":null,"price":null})"), "B1|Cà phê|-|-|-\n");
}

TEST(Products, prices_are_numbers_or_texts_in_major_units_of_their_currency) {
  const auto price = [](const std::string& members) { return reading(R"({"product_id":"1",)" + members + "}"); };
  EXPECT_EQ(price(R"("price":150000)"), "1|-|-|-|150000 VND\n");
  EXPECT_EQ(price(R"("price":"2.50","currency":"USD")"), "1|-|-|-|2.50 USD\n");
  EXPECT_EQ(price(R"("price":2.5,"currency":"USD")"), "1|-|-|-|2.50 USD\n");
  EXPECT_EQ(price(R"("price":0)"), "1|-|-|-|0 VND\n");
  EXPECT_EQ(price(R"("price":-1)"), "price/range");
  EXPECT_EQ(price(R"("price":"cheap")").substr(0, 6), "price/");
  EXPECT_EQ(price(R"("price":10,"cost":"6.5","currency":"USD")"), "1|-|-|-|10.00 USD at 6.50 USD\n");
  EXPECT_EQ(price(R"("cost":-1)"), "cost/range");
  EXPECT_EQ(price(R"("price":1,"currency":"XXL")").substr(0, 9), "currency/");
}

TEST(Products, the_first_fault_names_its_product_and_field_and_nothing_is_read) {
  EXPECT_EQ(reading("nonsense"), "body/format");
  EXPECT_EQ(reading("3"), "body/type");
  EXPECT_EQ(reading(R"({"products":3})"), "products/type");
  EXPECT_EQ(reading(R"([{"product_id":"1"},3])"), "products[1]/type");
  EXPECT_EQ(reading(R"([{"product_id":"1"},{"name":"Beans"}])"), "products[1].product_id/required");
  EXPECT_EQ(reading(R"({"product_id":"  "})"), "product_id/required");
  EXPECT_EQ(reading(R"({"product_id":"1","colour":"red"})"), "colour/known");
  EXPECT_EQ(reading(R"({"product_id":"1","name":3})"), "name/type");
  EXPECT_EQ(reading(R"({"product_id":"1","name":")" + std::string(text_bytes_max + 1, 'x') + R"("})"), "name/limit");
  std::string many = "[";
  for (std::size_t i = 0; i <= products_max; ++i) many += R"({"product_id":"1"},)";
  many.back() = ']';
  EXPECT_EQ(reading(many), "products/limit");
}

}  // namespace
}  // namespace ganbo::catalog
