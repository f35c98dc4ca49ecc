#include "imports/preset.hpp"

#include <algorithm>

#include "imports/presets/cdnow/cdnow.hpp"
#include "imports/presets/online_retail/online_retail.hpp"

namespace ganbo::imports {

const std::vector<Preset>& all_presets() {
  static const std::vector<Preset> presets{presets::make_cdnow(), presets::make_online_retail()};
  return presets;
}

const Preset* find_preset(std::string_view name) {
  for (const auto& preset : all_presets())
    if (preset.name == name) return &preset;
  return nullptr;
}

const Preset* recognise(std::span<const std::string> headers) {
  const auto has = [&](std::string_view header) {
    return std::find(headers.begin(), headers.end(), header) != headers.end();
  };
  for (const auto& preset : all_presets())
    if (std::all_of(preset.columns.begin(), preset.columns.end(),
                    [&](const auto& column) { return has(column.first); }) &&
        std::all_of(preset.headers_beside.begin(), preset.headers_beside.end(), has))
      return &preset;
  return nullptr;
}

}  // namespace ganbo::imports
