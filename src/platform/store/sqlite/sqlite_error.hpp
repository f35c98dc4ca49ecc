// What SQLite's result codes mean for people: one place that turns them into our errors.
#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::store {

// `doing` names the statement or step ("parties.find_claim", "commit"); `file` is the record's.
Error sqlite_error(int code, sqlite3* database, std::string_view doing, const std::string& file);

}  // namespace ganbo::store
