// Who opens a page, as the record knows them; and links that are taken back, on their way into it.
#pragma once

#include <memory>

#include "customer_pages/customer_pages_part.hpp"
#include "customer_pages/recipient.hpp"

namespace ganbo::customer_pages {

std::unique_ptr<CustomerPagesPart> make_stored_pages();
std::unique_ptr<PageRecord> make_page_record();

}  // namespace ganbo::customer_pages
