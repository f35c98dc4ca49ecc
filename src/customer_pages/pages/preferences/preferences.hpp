// preferences: how somebody wishes to be contacted: by what, about what, in which manner, when not; or not at all.
//
// What is ticked is what is permitted now: a channel when anything is permitted by it, a topic (the purpose of a
// permission) when anything is permitted for it. Only what somebody changes is said: a channel or topic that is ticked
// anew is permitted with all that is ticked beside it, one that is unticked is withdrawn with all that was permitted.
// So a page that is saved as it was says nothing, and permissions of single pairs that staff took down stay single.
#pragma once

#include <memory>

#include "customer_pages/customer_page.hpp"

namespace ganbo::customer_pages::pages {
std::unique_ptr<CustomerPage> make_preferences();
}  // namespace ganbo::customer_pages::pages
