// What somebody is shown who may not see contact details, or not what things cost. Works on the JSON that others are
// answered with, so that there is one place for it, whatever the answer is about.
//
// Contact details are hidden
//  - under the names that they have (phone, email, address …), whatever stands there; of an address the city, region
//    and country stay;
//  - as the values of an object that names its kind: {"type":"phone","value":…}, {"field":"email","value":…,"other":…};
//  - in every other text, where something is written as a phone number or an e-mail address is.
// Names, ids, cursors and what is no contact detail stay as they are, so that paging and opening a card work as for
// others. A phone number keeps its last three digits, by which somebody can ask "the one ending in 678?"; an e-mail
// address keeps its first letter.
// What things cost: `margin` becomes null, costs are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parties/identifier.hpp"

namespace ganbo::parties {

struct Hiding {
  bool contact_details = false;
  bool margins = false;
  bool hides_something() const { return contact_details || margins; }
};

// `json` is valid JSON; anything else is given back as one hidden text.
std::string hide_details(std::string_view json, const Hiding& hiding);
// A text in which phone numbers and e-mail addresses may stand.
std::string hide_in_text(std::string_view text);
// A value that is a contact detail: +84901234678 → •••• 678, minh@vidu.vn → m•••@•••, anything else → •••.
std::string masked(std::string_view value);

// Whether a search found a party only because a word of it stands in a contact detail: then who may not see it would
// learn it letter by letter. `name` and `identifiers` are the party's.
bool is_found_by_contact_details(std::string_view query, std::string_view name,
                                 const std::vector<Identifier>& identifiers);

}  // namespace ganbo::parties
