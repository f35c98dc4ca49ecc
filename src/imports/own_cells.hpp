// Cells of the business's own fields: what people write in files as values of each kind.
#pragma once

#include <string>
#include <string_view>

#include "imports/items.hpp"
#include "parties/custom_field.hpp"

namespace ganbo::imports {

// The value as JSON: numbers by the decimal mark of their column, days and times as other dates of the file, yes and no
// in either language, choices by their value or a label. An error names the column's header.
Result<std::string> own_value(const parties::CustomField& field, std::string_view cell, std::string_view header,
                              const Plan& plan);

}  // namespace ganbo::imports
