// online_retail: the invoice lines of a British gift shop (UCI Online Retail).
#pragma once

#include "imports/preset.hpp"

namespace ganbo::imports::presets {
Preset make_online_retail();
}  // namespace ganbo::imports::presets
