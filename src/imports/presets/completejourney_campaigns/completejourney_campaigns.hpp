// completejourney_campaigns: which household a campaign was sent to.
#pragma once

#include "imports/preset.hpp"

namespace ganbo::imports::presets {
Preset make_completejourney_campaigns();
}  // namespace ganbo::imports::presets
