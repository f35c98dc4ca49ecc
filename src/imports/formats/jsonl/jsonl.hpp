// jsonl: JSON lines: one object a line.
#pragma once

#include "imports/format.hpp"

namespace ganbo::imports::formats {
Format make_jsonl();
}  // namespace ganbo::imports::formats
