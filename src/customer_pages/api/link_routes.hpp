// REST of links to pages for customers: made for a party, taken back.
#pragma once

#include "customer_pages/api/page_routes.hpp"

namespace ganbo::customer_pages {

std::vector<http::Route> link_routes(PageService& service);

}  // namespace ganbo::customer_pages
