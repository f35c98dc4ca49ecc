// Rights: what somebody who may read is shown, beyond what their scopes open. The one place that says who has which.
//
//  - A role has the rights of its row, unless the owner has said otherwise (setting `access.ROLE`).
//  - An owner has all of them, always, as has whoever may administer.
//  - A key has those that it was made with; unless said, those that its scope stands for.
// What a caller without a right is shown instead: parties/hidden_details.hpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"
#include "platform/http/http.hpp"

namespace ganbo::team {

enum class Right : unsigned {
  contact_details = 1,  // phone numbers, e-mail and postal addresses, in full
  margins = 2,          // what things cost the business, and what it earns by them
  export_data = 4       // taking data away as a file
};
constexpr unsigned operator|(Right a, Right b) { return static_cast<unsigned>(a) | static_cast<unsigned>(b); }
constexpr unsigned operator|(unsigned a, Right b) { return a | static_cast<unsigned>(b); }
inline constexpr unsigned no_rights = 0;
inline constexpr unsigned all_rights = Right::contact_details | Right::margins | Right::export_data;

// What each role may do, and its rights unless the owner says otherwise. The one place where roles become scopes.
struct RoleFacts {
  std::string_view role;
  unsigned scopes;
  unsigned rights;
};
using http::Scope;
inline constexpr RoleFacts role_table[] = {
    {"owner", static_cast<unsigned>(Scope::admin), all_rights},
    {"manager", Scope::read | Scope::write, all_rights},
    {"staff", Scope::read | Scope::write, static_cast<unsigned>(Right::contact_details)},
    {"door", static_cast<unsigned>(Scope::door), no_rights},
    {"analyst", static_cast<unsigned>(Scope::read), Right::margins | Right::export_data},
    {"read_only", static_cast<unsigned>(Scope::read), no_rights},
};
const RoleFacts* facts_of_role(std::string_view role);
std::optional<unsigned> scopes_of_role(std::string_view role);
// owner, manager …: for sentences that list them.
std::string role_words();

// Of a key that is made with no word about rights: what may read has all of them, what only sends events none.
unsigned rights_of_scopes(unsigned scopes);

// Words separated by spaces, in the order of the enum; `none` when there is none.
std::string words_of_rights(unsigned rights);
Result<unsigned> parse_rights(std::string_view words, std::string_view field);
std::vector<std::string_view> list_of_rights(unsigned rights);

// Settings that say which rights a role has. An owner's are not to be said; who stands at the door is shown the same
// by their own routes, whatever is said.
inline constexpr std::string_view rights_setting = "access.";
// Of `access.staff` the role; empty when it is no such setting.
std::string_view role_of_setting(std::string_view key);
// By role, as the owner said.
using SaidRights = std::map<std::string, unsigned, std::less<>>;
unsigned rights_of_role(std::string_view role, const SaidRights& said);

bool may(const http::Caller& caller, Right right);
// Forbidden, with a sentence that names the right.
Result<void> expect(const http::Caller& caller, Right right);

}  // namespace ganbo::team
