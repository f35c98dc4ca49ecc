#include "imports/format.hpp"

#include <algorithm>

#include "platform/base/invariant.hpp"

namespace ganbo::imports {

const Formats& Formats::all() {
  static const Formats formats = [] {
    Formats made;
    register_all(made);
    return made;
  }();
  return formats;
}

void Formats::add(Format format) {
  INVARIANT(
      std::none_of(formats_.begin(), formats_.end(), [&](const Format& other) { return other.name == format.name; }),
      "two formats are called {}", format.name);
  formats_.push_back(format);
}

const Format* Formats::recognise(bool text, std::string_view start, const std::string& file) const {
  for (const auto& format : formats_)
    if (format.is_text == text && format.recognises(start, file)) return &format;
  return nullptr;
}

Error unreadable_file(std::string rule, std::string message) {
  return invalid("file", std::move(rule), std::move(message));
}

}  // namespace ganbo::imports
