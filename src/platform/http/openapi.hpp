// The OpenAPI document of a program that also sends requests of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/http/http.hpp"

namespace ganbo::http {

// As that of http.hpp, with the members of the `webhooks` object as JSON text: requests that others are sent.
std::string openapi_document(const std::vector<Route>& routes, std::string_view schemas_json,
                             std::string_view webhooks_json, std::string_view version);

}  // namespace ganbo::http
