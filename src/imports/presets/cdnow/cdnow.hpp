// cdnow: the CDNOW customers of Fader and Hardie.
#pragma once

#include "imports/preset.hpp"

namespace ganbo::imports::presets {
Preset make_cdnow();
}  // namespace ganbo::imports::presets
