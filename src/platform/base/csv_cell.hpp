// A cell of a CSV file (RFC 4180), and one of a file that spreadsheets open.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/formula_text.hpp"

namespace ganbo {

// In quotes only where it has to be. `mark` stands before the text, inside the quotes.
inline std::string csv_cell(std::string_view text, std::string_view mark = {}) {
  std::string out(mark);
  out += text;
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

// No spreadsheet takes it for a formula: an apostrophe, which marks text there, stands before one.
inline std::string spreadsheet_cell(std::string_view text) {
  return csv_cell(text, looks_like_formula(text) ? "'" : "");
}

}  // namespace ganbo
