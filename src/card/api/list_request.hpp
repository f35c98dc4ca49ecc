// What is asked of a list of parties: read from the parameters of a request, each checked by its rule.
#pragma once

#include "card/api/card_routes.hpp"
#include "card/api/paging.hpp"

namespace ganbo::card {

// Folded names of a letter.
struct LetterRange {
  std::string from;    // included
  std::string before;  // excluded
};
// "#" holds what stands before a (digits, marks) and those without a name — names in other scripts stand after z and
// are in neither.
LetterRange range_of(char letter);

// Those who have a value: `field.KEY=value` among the parameters.
struct WantedValue {
  std::string key;
  std::string value;
};
inline constexpr std::string_view field_prefix = "field.";

// The columns point into the fields, which are those in force.
struct ListRequest {
  std::vector<ListField> fields;
  std::string search;
  std::optional<LetterRange> letter;
  std::optional<parties::Kind> kind;
  std::optional<WantedValue> wanted;
  std::vector<ListCondition> conditions;
  ListSort sort;
  std::vector<const ListField*> columns;
  std::int64_t limit = 0;
  std::optional<Cursor> cursor;

  ListRequest() = default;
  ListRequest(const ListRequest&) = delete;
  ListRequest(ListRequest&&) = default;

  // The record itself has lists by name only.
  bool by_table() const { return !conditions.empty() || !sort.field.empty() || sort.descending; }
};

// Errors name the parameter; what the caller may not read is as unknown as what there is not.
Result<ListRequest> read_list_request(const CardService& service, const http::Request& request);

}  // namespace ganbo::card
