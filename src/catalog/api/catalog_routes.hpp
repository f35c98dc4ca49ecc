// GET and POST /v1/products.
#pragma once

#include <functional>
#include <vector>

#include "catalog/catalog_part.hpp"
#include "parties/business.hpp"
#include "platform/engine/writer.hpp"
#include "platform/http/http.hpp"

namespace ganbo::catalog {

// What the routes work with; all outlive the server.
struct CatalogService {
  engine::Writer& writer;
  const parties::LiveBusiness& business;
  // Products after the given number, in the order of their numbers; any thread.
  std::function<Result<std::vector<Product>>(std::string_view after, std::int64_t count_max)> list;
};

std::vector<http::Route> catalog_routes(CatalogService& service);
// Members of components.schemas in OpenAPI.
std::string schemas();

}  // namespace ganbo::catalog
