// Columns: what a file is about and which of its columns say what, guessed from the headers, in English and Vietnamese.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parties/custom_field.hpp"
#include "platform/base/result.hpp"

namespace ganbo::imports {

enum class Kind { parties, orders, touchpoints, products };
std::string_view word_of(Kind kind);
Result<Kind> parse_kind(std::string_view word);

// What a column of a file may say. The words stand in --map and in the listing of a dry run.
struct FieldFacts {
  std::string_view word;
  std::string_view kinds;                 // p, o, t, g (goods): the kinds of file it belongs to
  std::vector<std::string_view> headers;  // folded, letters and digits only: `Mã KH` is `makh`
};
const std::vector<FieldFacts>& all_fields();
const FieldFacts* find_field(Kind kind, std::string_view word);

// Which column each field comes from. A field has at most one column, a column at most one field.
struct Mapping {
  std::map<std::string, std::size_t, std::less<>> columns;  // field → place in the head
  bool has(std::string_view field) const { return columns.contains(field); }
  std::optional<std::size_t> column(std::string_view field) const;
};

// Columns may hold the business's own fields too, of the parties that the rows are about. In a mapping such a field is
// `field.KEY`, so that it is none of the words above.
inline constexpr std::string_view own_prefix = "field.";
// Null where the word names none of them.
const parties::CustomField* own_field(std::string_view word, const parties::CustomFields& own);

// A header as it is compared: folded, without units in brackets, letters and digits only.
std::string plain_header(std::string_view header);

// Fields of the business are looked for in files of parties, by their key and their labels, after the words above.
Mapping guess_columns(Kind kind, std::span<const std::string> headers, const parties::CustomFields& own = {});
// The kind whose fields the headers have; an Error that lists the headers when they fit none.
Result<Kind> guess_kind(std::span<const std::string> headers);

// `Khách hàng` and `customer` are numbers in the files of one business and names in those of another. Whether a column
// called so, guessed to hold numbers, holds names by its first cells, and something else tells the customers apart.
bool holds_names_for_numbers(const Mapping& mapping, std::span<const std::string> headers,
                             std::span<const std::string> cells);

// `--map header=field` once each; the field `-` leaves the column out; files of parties and of orders may name a field
// of the business, by its key. Unknown headers and fields are refused with the
// known ones listed.
Result<void> apply_map(Mapping& mapping, Kind kind, std::span<const std::string> headers,
                       std::span<const std::pair<std::string, std::string>> said,
                       const parties::CustomFields& own = {});
// The whole mapping as said, a field or `-` for each column in the order of the file; for headers that are empty or
// alike.
Result<Mapping> mapping_of_columns(Kind kind, std::span<const std::string> headers, std::span<const std::string> said,
                                   const parties::CustomFields& own = {});
// What columns of a kind may hold, in the order in which people look for it; fields of the business last.
std::vector<std::string> fields_of(Kind kind, const parties::CustomFields& own = {});
// What a kind cannot do without, after everything was mapped; but for what is known otherwise.
struct KnownOtherwise {
  bool date = false;
  bool party = false;
};
Result<void> check_mapping(const Mapping& mapping, Kind kind, std::span<const std::string> headers,
                           KnownOtherwise known = {});
// Headers that no field is mapped to.
std::vector<std::string> left_out(const Mapping& mapping, std::span<const std::string> headers);

}  // namespace ganbo::imports
