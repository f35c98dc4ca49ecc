// /p/TOKEN: pages that customers open by a link, without signing in. GET shows one and changes nothing; POST says what
// its form says, and leads back to it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "customer_pages/customer_page.hpp"
#include "customer_pages/page_limit.hpp"
#include "customer_pages/page_link.hpp"
#include "events/api/segment_routes.hpp"
#include "platform/http/http.hpp"

namespace ganbo::customer_pages {

// What the routes work with; all outlive the server.
struct PageService {
  events::EventService& events;
  store::Readers& readers;
  const PageRecord& record;
  const CustomerPages& pages;
  const LinkKey& key;
  PageLimit& limit;
  std::function<SourceId()> source;         // through which what is said on pages comes
  std::function<std::string()> public_url;  // where customers reach the pages; empty: where the application is reached
};

std::vector<http::Route> page_routes(PageService& service);
// Those of a port that shows nothing else: any other address says so in a page.
std::vector<http::Route> public_routes(PageService& service);

}  // namespace ganbo::customer_pages
