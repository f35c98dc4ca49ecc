// Imports in the record.
#pragma once

#include <memory>

#include "imports/imports_part.hpp"
#include "platform/store/store.hpp"

namespace ganbo::imports {

std::unique_ptr<ImportsPart> make_stored_imports();
// Newest first.
Result<std::vector<Import>> list_imports(store::Connection& connection, std::int64_t count_max);

}  // namespace ganbo::imports
