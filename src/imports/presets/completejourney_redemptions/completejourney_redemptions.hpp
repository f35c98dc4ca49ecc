// completejourney_redemptions: coupons that were redeemed.
#pragma once

#include "imports/preset.hpp"

namespace ganbo::imports::presets {
Preset make_completejourney_redemptions();
}  // namespace ganbo::imports::presets
