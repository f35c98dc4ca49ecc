#include "parties/phone_region.hpp"

#include <fmt/format.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace ganbo::parties {

Result<std::string> parse_phone_region(std::string_view text, std::string_view field) {
  std::set<std::string> known;
  i18n::phonenumbers::PhoneNumberUtil::GetInstance()->GetSupportedRegions(&known);
  std::string region(text);
  std::transform(region.begin(), region.end(), region.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (known.contains(region)) return region;
  return invalid(std::string(field), "known", "It must be a country in two letters of ISO 3166, such as VN.");
}

}  // namespace ganbo::parties
