// xlsx: Excel workbooks (Office Open XML).
#pragma once

#include "imports/format.hpp"

namespace ganbo::imports::formats {
Format make_xlsx();
}  // namespace ganbo::imports::formats
