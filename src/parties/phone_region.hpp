// The country whose way of writing phone numbers is read where a number names none.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::parties {

// Two letters of ISO 3166 that libphonenumber knows, in upper or lower case; given back in upper case.
Result<std::string> parse_phone_region(std::string_view text, std::string_view field);

}  // namespace ganbo::parties
