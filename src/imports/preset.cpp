#include "imports/preset.hpp"

#include <algorithm>

#include "platform/base/invariant.hpp"

namespace ganbo::imports {

const Presets& Presets::all() {
  static const Presets presets = [] {
    Presets made;
    register_all(made);
    return made;
  }();
  return presets;
}

void Presets::add(Preset preset) {
  INVARIANT(find(preset.name) == nullptr, "two presets are called {}", preset.name);
  presets_.push_back(std::move(preset));
}

const Preset* Presets::find(std::string_view name) const {
  for (const auto& preset : presets_)
    if (preset.name == name) return &preset;
  return nullptr;
}

const Preset* Presets::recognise(std::span<const std::string> headers) const {
  const auto has = [&](std::string_view header) {
    return std::find(headers.begin(), headers.end(), header) != headers.end();
  };
  const auto size = [](const Preset& preset) { return preset.columns.size() + preset.headers_beside.size(); };
  const Preset* found = nullptr;
  for (const auto& preset : presets_)
    if (!preset.by_name_only && (found == nullptr || size(*found) < size(preset)) &&
        std::all_of(preset.columns.begin(), preset.columns.end(),
                    [&](const auto& column) { return has(column.first); }) &&
        std::all_of(preset.headers_beside.begin(), preset.headers_beside.end(), has))
      found = &preset;
  return found;
}

std::string Presets::names() const {
  std::string out;
  for (const auto& preset : presets_) {
    if (!out.empty()) out += ", ";
    out += preset.name;
  }
  return out;
}

}  // namespace ganbo::imports
