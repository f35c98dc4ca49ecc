// Imports in the record.
#pragma once

#include <memory>
#include <optional>

#include "imports/imports_part.hpp"
#include "platform/store/store.hpp"

namespace ganbo::imports {

std::unique_ptr<ImportsPart> make_stored_imports(parties::PartiesPart& parties);
// Newest first.
Result<std::vector<Import>> list_imports(store::Connection& connection, std::int64_t count_max);
Result<std::optional<Import>> find_import(store::Connection& connection, ImportId id);

}  // namespace ganbo::imports
