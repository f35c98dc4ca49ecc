// xlsx: an Excel workbook for each table.
#pragma once

#include "exports/table_format.hpp"

namespace ganbo::exports::formats {
TableFormat make_xlsx();
}  // namespace ganbo::exports::formats
