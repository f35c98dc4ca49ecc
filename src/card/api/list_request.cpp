#include "card/api/list_request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "card/hidden_parts.hpp"
#include "platform/base/fold.hpp"
#include "team/rights.hpp"

namespace ganbo::card {
namespace {

constexpr std::size_t search_bytes_max = 200;
constexpr std::size_t columns_max = 30;

Result<std::optional<LetterRange>> letter_of(const http::Request& request) {
  const auto letter = request.param("letter");
  if (!letter || letter->empty()) return std::optional<LetterRange>();
  const char first = (*letter)[0];
  const char upper = first >= 'a' && first <= 'z' ? static_cast<char>(first - 32) : first;
  if (letter->size() != 1 || (upper != '#' && (upper < 'A' || upper > 'Z')))
    return invalid("letter", "choice", "It must be A to Z, or # for the rest.");
  return std::optional(range_of(upper));
}

Result<void> read_value_wanted(const http::Request& request, ListRequest& asked) {
  for (const auto& [name, value] : request.query) {
    if (!name.starts_with(field_prefix) || value.empty()) continue;
    if (asked.wanted) return invalid(name, "once", "A list is of those who have one value. Ask for one field.");
    asked.wanted = WantedValue{name.substr(field_prefix.size()), value};
  }
  if (!asked.wanted) return {};
  for (const std::string_view other : {"search", "letter", "kind", "where", "sort"})
    if (const auto said = request.param(other); said && !said->empty())
      return invalid(std::string(other), "alone", "A list by a field's value is not narrowed further. Leave this out.");
  return {};
}

Result<void> read_sort(const http::Request& request, const ListCondition::FindField& find, ListSort& sort) {
  const auto said = request.param("sort");
  if (!said || said->empty()) return {};
  sort.descending = said->starts_with('-');
  sort.field = said->substr(sort.descending ? 1 : 0);
  if (sort.field == "name")
    sort.field.clear();
  else if (find(sort.field) == nullptr)
    return invalid(
        "sort", "known",
        fmt::format("There is no field {}. It is name, or one of GET /v1/parties/fields; with - before it the "
                    "highest come first.",
                    sort.field));
  return {};
}

Result<void> read_columns(const http::Request& request, const ListCondition::FindField& find,
                          std::vector<const ListField*>& columns) {
  const auto said = request.param("columns");
  if (!said) return {};
  std::string_view rest = *said;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    const auto* field = find(rest.substr(0, end));
    if (field == nullptr)
      return invalid("columns", "known",
                     fmt::format("There is no field {}. GET /v1/parties/fields lists those that you may read.",
                                 rest.substr(0, end)));
    if (std::find(columns.begin(), columns.end(), field) == columns.end()) columns.push_back(field);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (columns.size() > columns_max)
    return invalid("columns", "limit", fmt::format("A list has at most {} columns.", columns_max));
  return {};
}

}  // namespace

const std::string_view list_parameters =
    R"json({"name":"search","in":"query","schema":{"type":"string","maxLength":200}},{"name":"kind","in":"query","schema":{"type":"string","enum":["person","organisation"]}},{"name":"letter","in":"query","schema":{"type":"string"}},{"name":"where","in":"query","explode":true,"description":"Conditions that all hold, each as field:operator or field:operator:value (GET /v1/parties/fields)","schema":{"type":"array","maxItems":20,"items":{"type":"string","maxLength":1000}}},{"name":"sort","in":"query","description":"name or a field; with - before it the highest come first. Who has no value comes last","schema":{"type":"string"}},{"name":"columns","in":"query","description":"Fields whose values each row has, with commas between them","schema":{"type":"string"}})json";

LetterRange range_of(char letter) {
  if (letter == '#') return {"", "a"};
  const char lower = static_cast<char>(letter + 32);
  return {std::string(1, lower), letter == 'Z' ? "{" : std::string(1, static_cast<char>(lower + 1))};
}

Result<ListRequest> read_list_request(const CardService& service, const http::Request& request) {
  const auto business = service.events.business.now();
  const auto reader = reader_of(service, request);
  ListRequest asked;
  asked.fields = service.table.fields();
  asked.by_contact_details = team::may(request.caller, team::Right::contact_details);
  const auto find = [&](std::string_view key) -> const ListField* {
    const auto* field = find_list_field(asked.fields, key, *business, reader);
    return field != nullptr && field->is_contact && !asked.by_contact_details ? nullptr : field;
  };
  if (const auto search = request.param("search"); search && !tidy_text(*search).empty()) {
    if (search->size() > search_bytes_max)
      return invalid("search", "limit", fmt::format("A search is at most {} bytes long.", search_bytes_max));
    asked.search = *search;
  }
  asked.letter = TRY(letter_of(request));
  if (const auto kind = request.param("kind"); kind && !kind->empty())
    asked.kind = TRY(parties::parse_kind(*kind, "kind"));
  TRY(read_value_wanted(request, asked));
  const auto& zone = business->zone;
  const ListCondition::Asked when{zone, zone.local_day(service.events.clock.now()), business->currency};
  for (const auto& [name, value] : request.query) {
    if (name != "where" || value.empty()) continue;
    if (asked.conditions.size() == conditions_max)
      return invalid("where", "limit", fmt::format("A list is narrowed by at most {} conditions.", conditions_max));
    asked.conditions.push_back(TRY(ListCondition::parse(value, find, when)));
  }
  TRY(read_sort(request, find, asked.sort));
  TRY(read_columns(request, find, asked.columns));
  asked.limit = TRY(limit_of(request));
  asked.cursor = TRY(cursor_of(request));
  return asked;
}

std::optional<PartyId> exact_owner(const CardService& service, store::Connection& connection, std::string_view query) {
  for (const auto type :
       {parties::IdentifierType::user_id, parties::IdentifierType::loyalty_card, parties::IdentifierType::external,
        parties::IdentifierType::email, parties::IdentifierType::phone}) {
    const auto identifier = parties::normalise(type, query, service.events.business.now()->phone_region, "search");
    if (!identifier.ok()) continue;
    const auto owner = service.record.owner_of(connection, *identifier);
    if (owner.ok() && *owner) return *owner;
  }
  return std::nullopt;
}

Result<std::vector<PartyId>> told_of(const CardService& service, store::Connection& connection,
                                     const ListRequest& asked, std::vector<PartyId> found,
                                     std::optional<PartyId> owner) {
  if (asked.by_contact_details) return found;
  std::vector<PartyId> told;
  for (const auto& party : TRY(service.record.listed(connection, found)))
    if (party.id == owner || !is_found_by_contact_details(asked.search, party)) told.push_back(party.id);
  return told;
}

Result<ListAsked> asked_of_table(const CardService& service, store::Connection& connection, const ListRequest& asked) {
  ListAsked of_table{.conditions = asked.conditions,
                     .sort = asked.sort,
                     .after = {},
                     .limit = static_cast<std::size_t>(asked.limit),
                     .kind = asked.kind};
  if (asked.letter) {
    of_table.name_from = asked.letter->from;
    of_table.name_before = asked.letter->before;
  }
  if (asked.search.empty()) return of_table;
  std::vector<PartyId> among;
  const auto owner = exact_owner(service, connection, asked.search);
  if (owner) among.push_back(*owner);
  for (const auto& hit : service.search.find(asked.search, search_offset_max))
    if (hit.party != owner) among.push_back(hit.party);
  of_table.among = TRY(told_of(service, connection, asked, std::move(among), owner));
  return of_table;
}

Result<ListAnswer> select_all(const CardService& service, store::Connection& connection, const ListRequest& asked,
                              std::int64_t count_max) {
  if (asked.wanted)
    return invalid(std::string(field_prefix) + asked.wanted->key, "known", "Here a list is narrowed by where.");
  if (!TRY(service.table.renew(connection)))
    return Error{ErrorCode::unavailable, "The lists are still being read. Try again in a moment.", "", ""};
  ListAsked all = TRY(asked_of_table(service, connection, asked));
  all.limit = static_cast<std::size_t>(count_max);
  auto found = service.table.table().find(all);
  if (found.total > count_max)
    return invalid("where", "limit",
                   fmt::format("The list has {} parties; this takes at most {}. Narrow it.", found.total, count_max));
  return found;
}

}  // namespace ganbo::card
