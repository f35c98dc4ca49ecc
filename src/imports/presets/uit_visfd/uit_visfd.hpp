// uit_visfd: reviews of telephones in Vietnamese.
#pragma once

#include "imports/preset.hpp"

namespace ganbo::imports::presets {
Preset make_uit_visfd();
}  // namespace ganbo::imports::presets
