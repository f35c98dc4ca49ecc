// GET and POST /v1/products.
#pragma once

#include <vector>

#include "parties/business.hpp"
#include "platform/engine/writer.hpp"
#include "platform/http/http.hpp"

namespace ganbo::catalog {

// What the routes work with; all outlive the server.
struct CatalogService {
  engine::Writer& writer;
  store::Readers& readers;
  const parties::LiveBusiness& business;
};

std::vector<http::Route> catalog_routes(CatalogService& service);
// Members of components.schemas in OpenAPI.
std::string schemas();

}  // namespace ganbo::catalog
