// How a value of the record stands in a cell of a file that people open in spreadsheets, so that it can be read back as
// exactly what it was.
//
// A text stands as it is, but for three cases, all of which begin with an apostrophe, as spreadsheets mark text:
// - one that a spreadsheet would take for a formula (`=1+1`, `+A1`, `-A1`, `@A1`), one that begins with an apostrophe,
//   and the empty text where null is possible: `'` and the text. A phone number (`+84 912 345 678`) stays;
// - one with control characters other than tab and line feed: `'` and the text as JSON writes it, in quotes.
// Bytes are `\x` and two hex digits each; an integer its digits; a real the shortest digits that read back the same.
// Null is an empty cell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"
#include "platform/store/store.hpp"

namespace ganbo::exports {

std::string text_cell(std::string_view text, bool nullable);
std::string blob_cell(std::string_view bytes);
std::string integer_cell(std::int64_t value);
std::string real_cell(double value);

// Reads a cell of a column as what its type says, and binds it at `place`. An Error names the column and the rule.
// `text` keeps what is bound and must live as long.
Result<void> bind_cell(std::string_view cell, const store::Field& column, store::Binder& binder, int place,
                       std::string& text);

}  // namespace ganbo::exports
