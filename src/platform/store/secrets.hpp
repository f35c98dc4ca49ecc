// What nobody reads through `ganbo query`, on either engine.
#pragma once

#include <array>
#include <string_view>

namespace ganbo::store {

struct Secret {
  std::string_view table;
  std::string_view column;  // a beginning; empty: the whole table
};
constexpr std::array<Secret, 8> secrets{{{"access_keys", ""},
                                         {"sessions", ""},
                                         {"sign_in_links", ""},
                                         {"calendar_links", ""},
                                         {"record_secrets", ""},
                                         {"webhook_secrets", ""},
                                         {"users", "password"},
                                         {"sqlite_dbpage", ""}}};  // SQLite's raw pages hold every table

}  // namespace ganbo::store
