// first_contact: “was this the right place?”, asked of who turned to the business for the first time. One tap answers;
// a second may say what they were looking for, and that they wish to be contacted.
#pragma once

#include <memory>

#include "customer_pages/customer_page.hpp"

namespace ganbo::customer_pages::pages {
std::unique_ptr<CustomerPage> make_first_contact();
}  // namespace ganbo::customer_pages::pages
