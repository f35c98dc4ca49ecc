// What the routes of team share: bodies of a few texts, their rules, and routes that answer at once.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "platform/http/http.hpp"

namespace ganbo::team {

// The text members of a small JSON body. Unknown members are refused, so that a misspelt one is not ignored; null
// counts as left out.
Result<std::map<std::string, std::string>> read_texts(const std::string& body,
                                                      std::initializer_list<std::string_view> known);
// vi or en.
Result<void> check_locale(const std::string& locale);
Result<void> check_new_password(const std::string& password);

http::Route route(http::Method method, std::string pattern, http::Auth auth, http::Scope needs, std::string summary,
                  std::string operation, std::function<Result<http::Response>(http::Request&)> handler);

}  // namespace ganbo::team
