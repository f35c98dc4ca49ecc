#include "catalog/api/catalog_routes.hpp"

#include <fmt/format.h>

#include <charconv>

#include "platform/base/json_writer.hpp"

namespace ganbo::catalog {
namespace {

using http::Reply;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::int64_t page_rows_default = 100;
constexpr std::int64_t page_rows_max = 1000;

void write_product(JsonWriter& json, const Product& product) {
  json.begin_object().member("product_id", product.product_id);
  if (product.name) json.member("name", *product.name);
  if (product.category) json.member("category", *product.category);
  if (product.description) json.member("description", *product.description);
  const auto write_money = [&](std::string_view key, const std::optional<Money>& money) {
    if (money)
      json.key(key)
          .begin_object()
          .member("amount", format_amount(money->minor, money->currency))
          .member("currency", money->currency.code())
          .end_object();
  };
  write_money("price", product.price);
  write_money("cost", product.cost);
  json.end_object();
}

Result<Response> list(CatalogService& service, const Request& request) {
  std::int64_t limit = page_rows_default;
  if (const auto text = request.param("limit"); text && !text->empty()) {
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (problem != std::errc{} || end != text->data() + text->size() || limit < 1 || limit > page_rows_max)
      return invalid("limit", "range", fmt::format("It must be 1 to {}.", page_rows_max));
  }
  auto products = TRY(service.list(request.param("cursor").value_or(""), limit + 1));
  const bool more = std::ssize(products) > limit;
  if (more) products.pop_back();
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& product : products) write_product(json, product);
  json.end_array().key("next_cursor");
  if (more)
    json.text(products.back().product_id);
  else
    json.null();
  json.end_object();
  return http::json(200, std::move(out));
}

void define(CatalogService& service, const Request& request, const Reply& reply) {
  auto products = read_products(request.body, service.business.now()->currency);
  if (!products.ok()) return reply(http::problem(products.error()));
  const auto count = std::ssize(*products);
  std::vector<std::unique_ptr<engine::Command>> commands;
  commands.push_back(std::make_unique<DefineProducts>(std::move(*products)));
  commands.back()->done = [reply, count](const engine::Outcome& outcome) {
    if (outcome.status != engine::Status::applied) return reply(http::problem(outcome.error));
    std::string out = fmt::format(R"({{"defined":{},)", count);
    out += std::string_view(outcome.detail).substr(1);
    reply(http::json(200, std::move(out)));
  };
  if (const auto admitted = service.writer.admit(commands); !admitted.ok()) reply(http::problem(admitted.error()));
}

}  // namespace

std::vector<http::Route> catalog_routes(CatalogService& service) {
  std::vector<http::Route> routes;
  http::Route read{.method = http::Method::get, .pattern = "/v1/products"};
  read.handle = http::direct([&service](Request& request) { return list(service, request); });
  read.summary = "Lists products by their numbers";
  read.openapi_operation =
      R"({"tags":["catalog"],"parameters":[{"name":"cursor","in":"query","schema":{"type":"string"}},{"name":"limit","in":"query","schema":{"type":"integer","minimum":1,"maximum":1000}}],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"type":"object","required":["data","next_cursor"],"properties":{"data":{"type":"array","items":{"$ref":"#/components/schemas/Product"}},"next_cursor":{"type":["string","null"]}}}}}}}})";
  routes.push_back(std::move(read));
  http::Route write{.method = http::Method::post, .pattern = "/v1/products", .needs = Scope::write};
  write.body_bytes_max = 4 << 20;
  write.handle = [&service](Request& request, const Reply& reply) { define(service, request, reply); };
  write.summary = "Defines up to 1,000 products; what a definition leaves open stays as it was";
  write.openapi_operation =
      R"({"tags":["catalog"],"requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["products"],"properties":{"products":{"type":"array","maxItems":1000,"items":{"$ref":"#/components/schemas/NewProduct"}}}}}}},"responses":{"200":{"description":"Defined","content":{"application/json":{"schema":{"type":"object","required":["defined","outcomes"],"properties":{"defined":{"type":"integer"},"outcomes":{"type":"string","description":"A letter a product: a applied, r repeated, for it said nothing new"
}
}
}
}
}
}
}
})";
  routes.push_back(std::move(write));
  return routes;
}

std::string schemas() {
  return R"("Product":{"type":"object","required":["product_id"],"properties":{"product_id":{"type":"string"},"name":{"type":"string"},"category":{"type":"string"},"description":{"type":"string"},"price":{"type":"object","required":["amount","currency"],"properties":{"amount":{"type":"string"},"currency":{"type":"string"}}},"cost":{"type":"object","required":["amount","currency"],"properties":{"amount":{"type":"string"},"currency":{"type":"string"}}}}},)"
         R"("NewProduct":{"type":"object","required":["product_id"],"properties":{"product_id":{"type":"string","maxLength":500},"name":{"type":"string","maxLength":500},"category":{"type":"string","maxLength":500},"description":{"type":"string","maxLength":500},"price":{"type":["string","number"]},"cost":{"type":["string","number"]},"currency":{"type":"string","minLength":3,"maxLength":3}}})";
}

}  // namespace ganbo::catalog
