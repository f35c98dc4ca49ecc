// completejourney_households: who they are.
#pragma once

#include "imports/preset.hpp"

namespace ganbo::imports::presets {
Preset make_completejourney_households();
}  // namespace ganbo::imports::presets
