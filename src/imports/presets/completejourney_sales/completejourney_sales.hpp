// completejourney_sales: what households bought.
#pragma once

#include "imports/preset.hpp"

namespace ganbo::imports::presets {
Preset make_completejourney_sales();
}  // namespace ganbo::imports::presets
