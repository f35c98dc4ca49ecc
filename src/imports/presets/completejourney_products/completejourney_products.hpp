// completejourney_products: what was sold.
#pragma once

#include "imports/preset.hpp"

namespace ganbo::imports::presets {
Preset make_completejourney_products();
}  // namespace ganbo::imports::presets
