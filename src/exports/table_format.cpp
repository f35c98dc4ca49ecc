#include "exports/table_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ganbo::exports {

const TableFormats& TableFormats::all() {
  static const TableFormats formats = [] {
    TableFormats made;
    register_all(made);
    return made;
  }();
  return formats;
}

const TableFormat* TableFormats::find(std::string_view name) const {
  const auto found =
      std::find_if(formats_.begin(), formats_.end(), [&](const TableFormat& format) { return format.name == name; });
  return found == formats_.end() ? nullptr : &*found;
}

Error changed_file(std::string rule, std::string message) {
  message += " Was the file changed since it was exported?";
  return invalid("file", std::move(rule), std::move(message));
}

Error unwritten_file(const std::string& file) {
  return failure(ErrorCode::unavailable,
                 fmt::format("{} cannot be written: the disk is full, or the place is not yours to write to.", file));
}

}  // namespace ganbo::exports
