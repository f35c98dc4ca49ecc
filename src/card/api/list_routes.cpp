#include "card/api/list_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "card/api/list_request.hpp"
#include "card/list/list_file.hpp"
#include "card/shown_fields.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/rights.hpp"

namespace ganbo::card {
namespace {

using http::Request;
using http::Response;

constexpr std::int64_t file_rows_max = 200'000;
constexpr std::size_t file_slice = 1'000;

// Who asks, and what all answers are made with.
struct Asking {
  CardService& service;
  std::shared_ptr<const parties::Business> business;
  parties::FieldReader reader;

  std::vector<std::string> rows(const std::vector<ListedParty>& listed, const ListRequest& asked) const {
    std::vector<std::string> rows;
    rows.reserve(listed.size());
    for (const auto& party : listed) rows.push_back(listed_json(party, *business, reader, asked.columns));
    return rows;
  }
};

Result<Page> searched(const Asking& asking, store::Connection& connection, const ListRequest& asked) {
  CardService& service = asking.service;
  if (asked.cursor && asked.cursor->number < 0) return wrong_cursor();
  const auto limit = static_cast<std::size_t>(asked.limit);
  const auto offset =
      asked.cursor ? std::min(static_cast<std::size_t>(asked.cursor->number), search_offset_max) : std::size_t{0};
  // The owner of what was typed stands first, and once.
  std::vector<PartyId> found;
  const auto owner = exact_owner(service, connection, asked.search);
  if (owner && offset == 0) found.push_back(*owner);
  // One more than fit tells that there is a next page, and one of them may be the owner.
  const auto hits = service.search.find(asked.search, limit + 2, offset);
  std::size_t taken = 0;
  while (taken < hits.size() && found.size() < limit) {
    const PartyId hit = hits[taken++].party;
    if (hit != owner) found.push_back(hit);
  }
  Page page;
  found = TRY(told_of(service, connection, asked, std::move(found), owner));
  page.rows = asking.rows(TRY(service.record.listed(connection, found)), asked);
  if (taken < hits.size()) page.next_cursor = to_text({static_cast<std::int64_t>(offset + taken), {}});
  page.warming = service.search.warming();
  return page;
}

Result<Page> with_value(const Asking& asking, store::Connection& connection, const ListRequest& asked) {
  const auto& wanted = *asked.wanted;
  const std::string parameter = std::string(field_prefix) + wanted.key;
  const auto field = asking.business->fields.find(wanted.key);
  if (field == asking.business->fields.end() || !may_read(field->second, asking.reader))
    return invalid(parameter, "known", "There is no such field. GET /v1/fields lists those that you may read.");
  if (wanted.value.size() > parties::value_key_bytes_max)
    return invalid(parameter, "limit",
                   fmt::format("A value to look for is at most {} bytes long.", parties::value_key_bytes_max));
  std::string told;
  append_json_string(told, wanted.value);  // as a value of the field's kind is written: 12.50 is 12.5
  const std::string value = parties::text_of_value(shown_value(field->second, told));
  ValueQuery query{wanted.key, parties::value_key(value), {}, asked.limit + 1};
  if (asked.cursor) query.after = {asked.cursor->number};
  auto listed = TRY(asking.service.record.list(connection, query));
  Page page;
  if (std::ssize(listed) == query.limit) {
    listed.pop_back();
    page.next_cursor = to_text({listed.back().id.value, {}});
  }
  page.rows = asking.rows(listed, asked);
  return page;
}

// By name, as the record has them.
Result<Page> by_name(const Asking& asking, store::Connection& connection, const ListRequest& asked) {
  ListQuery query;
  query.limit = asked.limit + 1;
  query.kind = asked.kind;
  if (asked.letter) {
    query.from_key = asked.letter->from;
    query.before_key = asked.letter->before;
  }
  if (asked.cursor) {
    query.after_id = {asked.cursor->number};
    query.after_key = asked.cursor->text;
  }
  query.with_traits = any_listed(asking.business->fields, asking.reader);
  auto listed = TRY(asking.service.record.list(connection, query));
  Page page;
  if (std::ssize(listed) == query.limit) {
    listed.pop_back();
    page.next_cursor = to_text({listed.back().id.value, listed.back().sort_key});
  }
  if (!asked.columns.empty()) {
    std::vector<PartyId> ids;
    ids.reserve(listed.size());
    for (const auto& party : listed) ids.push_back(party.id);
    listed = TRY(asking.service.record.listed(connection, ids));
  }
  page.rows = asking.rows(listed, asked);
  return page;
}

// A place as a cursor: whether the value it is sorted by is none, a number or a text, and the value.
Cursor cursor_at(const ListPlace& place, bool number) {
  if (!place.value) return {place.party.value, "-"};
  return {place.party.value, number ? "n" + std::to_string(place.value->number) : "t" + place.value->text};
}

Result<ListPlace> place_at(const Cursor& cursor) {
  ListPlace place{{cursor.number}, {}};
  if (cursor.text == "-") return place;
  if (cursor.text.empty() || (cursor.text[0] != 'n' && cursor.text[0] != 't')) return wrong_cursor();
  ListValue value;
  if (cursor.text[0] == 't') {
    value.text = cursor.text.substr(1);
  } else {
    const char* begin = cursor.text.data() + 1;
    const char* end = cursor.text.data() + cursor.text.size();
    const auto [at, problem] = std::from_chars(begin, end, value.number);
    if (problem != std::errc{} || at != end) return wrong_cursor();
  }
  place.value = std::move(value);
  return place;
}

bool sorted_by_number(const ListRequest& asked) {
  const auto field = std::find_if(asked.fields.begin(), asked.fields.end(),
                                  [&](const ListField& it) { return it.key == asked.sort.field; });
  return field != asked.fields.end() && is_number(field->kind);
}

// Narrowed or sorted.
Result<Page> by_table(const Asking& asking, store::Connection& connection, const ListRequest& asked) {
  Page page;
  page.warming = !TRY(asking.service.table.renew(connection));
  ListAsked of_table = TRY(asked_of_table(asking.service, connection, asked));
  const bool by_rank = of_table.among && asked.sort.field.empty() && !asked.sort.descending;
  if (asked.cursor && by_rank) {
    if (asked.cursor->number < 0) return wrong_cursor();
    of_table.offset = static_cast<std::size_t>(asked.cursor->number);
  } else if (asked.cursor) {
    of_table.after = TRY(place_at(*asked.cursor));
  }
  const auto found = asking.service.table.table().find(of_table);
  page.rows = asking.rows(TRY(asking.service.record.listed(connection, found.parties)), asked);
  if (found.place && by_rank)
    page.next_cursor = to_text({static_cast<std::int64_t>(of_table.offset + found.parties.size()), {}});
  else if (found.place)
    page.next_cursor = to_text(cursor_at(*found.place, sorted_by_number(asked)));
  if (!page.warming) page.total = found.total;
  return page;
}

Result<Response> list(CardService& service, const Request& request) {
  const Asking asking{service, service.events.business.now(), reader_of(service, request)};
  const ListRequest asked = TRY(read_list_request(service, request));
  auto lease = TRY(service.readers.take());
  const auto page = asked.wanted            ? with_value(asking, *lease, asked)
                    : asked.by_table()      ? by_table(asking, *lease, asked)
                    : !asked.search.empty() ? searched(asking, *lease, asked)
                                            : by_name(asking, *lease, asked);
  return http::json(200, page_json(TRY(page)));
}

// All of a list as a file for spreadsheets.
Result<Response> list_file(CardService& service, const Request& request) {
  const Asking asking{service, service.events.business.now(), reader_of(service, request)};
  const ListRequest asked = TRY(read_list_request(service, request));
  if (asked.wanted)
    return invalid(std::string(field_prefix) + asked.wanted->key, "known", "A file is narrowed by where.");
  const bool vietnamese = request.param("language").value_or("vi") != "en";
  auto lease = TRY(service.readers.take());
  const auto found = TRY(select_all(service, *lease, asked, file_rows_max));
  ListFile file(asked.columns, *asking.business, vietnamese);
  for (auto from = found.parties.begin(); from != found.parties.end();) {
    const auto to = from + std::min<std::ptrdiff_t>(file_slice, found.parties.end() - from);
    for (const auto& party : TRY(service.record.listed(*lease, {from, to}))) file.put(party);
    from = to;
  }
  Response response{200, "text/csv; charset=utf-8", std::move(file).text(), {}, {}};
  response.headers.emplace_back("Content-Disposition", R"(attachment; filename="ganbo-list.csv")");
  return response;
}

Result<Response> list_fields_route(CardService& service, const Request& request) {
  const auto business = service.events.business.now();
  const auto reader = reader_of(service, request);
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& field : service.table.fields())
    if (may_read(field, *business, reader) &&
        (!field.is_contact || team::may(request.caller, team::Right::contact_details)))
      json.raw(list_field_json(field));
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

Result<Response> letters(CardService& service, const Request&) {
  auto lease = TRY(service.readers.take());
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const char letter : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ#")) {
    const auto range = range_of(letter);
    const auto count = TRY(service.record.count_between(*lease, range.from, range.before));
    if (count > 0)
      json.begin_object().member("letter", std::string_view(&letter, 1)).member("count", count).end_object();
  }
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

constexpr std::string_view list_fields_schema =
    R"({"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"$ref":"#/components/schemas/ListField"}}}})";

}  // namespace

std::vector<http::Route> list_routes(CardService& service) {
  using Handler = Result<Response> (*)(CardService&, const Request&);
  std::vector<http::Route> routes;
  const auto add = [&](std::string pattern, std::string summary, const std::string& parameters,
                       const std::string& content, Handler handler) {
    http::Route route{.method = http::Method::get, .pattern = std::move(pattern)};
    route.handle = http::direct([&service, handler](Request& request) { return handler(service, request); });
    route.summary = std::move(summary);
    route.openapi_operation = fmt::format(
        R"({{"tags":["parties"],"parameters":[{}],"responses":{{"200":{{"description":"OK","content":{{{}}}}}}}}})",
        parameters, content);
    routes.push_back(std::move(route));
  };
  const auto as_json = [](std::string_view schema) {
    return fmt::format(R"("application/json":{{"schema":{}}})", schema);
  };
  add("/v1/parties",
      "Lists parties by name, searches them, narrows and sorts them, or lists those who have a value (field.KEY=value)",
      fmt::format("{},{},{}", list_parameters, in_query("cursor"), in_query("limit")), as_json(page_of("Party")), list);
  add("/v1/parties/fields", "What lists can be narrowed by, sorted by and shown with", "", as_json(list_fields_schema),
      list_fields_route);
  add("/v1/parties/file", "A list as a file for spreadsheets (CSV)",
      fmt::format(R"({},{{"name":"language","in":"query","schema":{{"type":"string","enum":["vi","en"]}}}})",
                  list_parameters),
      R"("text/csv":{"schema":{"type":"string"}})", list_file);
  add("/v1/parties/letters", "How many parties stand under each letter", "",
      as_json(
          R"({"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"type":"object","required":["letter","count"],"properties":{"letter":{"type":"string"},"count":{"type":"integer"}}}}}})"),
      letters);
  return routes;
}

}  // namespace ganbo::card
