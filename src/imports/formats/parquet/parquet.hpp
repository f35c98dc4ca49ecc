// parquet: Apache Parquet.
#pragma once

#include "imports/format.hpp"

namespace ganbo::imports::formats {
Format make_parquet();
}  // namespace ganbo::imports::formats
