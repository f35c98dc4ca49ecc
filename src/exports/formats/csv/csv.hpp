// csv: UTF-8, commas, a header, lines that end with LF.
#pragma once

#include "exports/table_format.hpp"

namespace ganbo::exports::formats {
TableFormat make_csv();
}  // namespace ganbo::exports::formats
