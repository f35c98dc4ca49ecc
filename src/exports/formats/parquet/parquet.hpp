// parquet: Apache Parquet, typed columns for analysts; the smallest and fastest of the formats.
#pragma once

#include "exports/table_format.hpp"

namespace ganbo::exports::formats {
TableFormat make_parquet();
}  // namespace ganbo::exports::formats
