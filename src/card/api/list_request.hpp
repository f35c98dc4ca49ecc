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
  // Whether a search may find somebody by a part of their number or address: only for those who may see it whole.
  bool by_contact_details = false;

  ListRequest() = default;
  ListRequest(const ListRequest&) = delete;
  ListRequest(ListRequest&&) = default;

  // The record itself has lists by name only.
  bool by_table() const { return !conditions.empty() || !sort.field.empty() || sort.descending; }
};

// The parameters, for OpenAPI.
extern const std::string_view list_parameters;

// Errors name the parameter; what the caller may not read is as unknown as what there is not.
Result<ListRequest> read_list_request(const CardService& service, const http::Request& request);

inline constexpr std::size_t search_offset_max = 4000;
// The one who is called exactly that, if anybody: it may be an identifier that search does not show (an anonymous id is
// not).
std::optional<PartyId> exact_owner(const CardService& service, store::Connection& connection, std::string_view query);
// What the table is asked. `connection` finds the owner of what was typed.
Result<ListAsked> asked_of_table(const CardService& service, store::Connection& connection, const ListRequest& asked);
// Of those whom a search found, those whom the asker may be told of.
Result<std::vector<PartyId>> told_of(const CardService& service, store::Connection& connection,
                                     const ListRequest& asked, std::vector<PartyId> found,
                                     std::optional<PartyId> owner);
// All parties of a list. `unavailable` while not all have been read, `invalid` where they are more than `count_max`.
Result<ListAnswer> select_all(const CardService& service, store::Connection& connection, const ListRequest& asked,
                              std::int64_t count_max);

}  // namespace ganbo::card
