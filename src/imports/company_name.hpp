// Whether a name says that it is a company's: lists of customers seldom have a column for it.
#pragma once

#include <string_view>

namespace ganbo::imports {

// `folded`: by fold(). By the words with which names of companies begin in Vietnamese (công ty, CTCP, hợp tác xã, hộ
// kinh doanh), or end in other languages (Ltd, JSC, GmbH). Pure.
bool is_company_name(std::string_view folded);

}  // namespace ganbo::imports
