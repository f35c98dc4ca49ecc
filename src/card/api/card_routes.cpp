#include "card/api/card_routes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <span>
#include <sstream>

#include "card/api/describe_types.hpp"
#include "card/shown_fields.hpp"
#include "card/timeline_filter.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/field_reader.hpp"

namespace ganbo::card {
namespace {

using http::Reply;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::int64_t page_rows_default = 50;
constexpr std::int64_t page_rows_max = 200;
constexpr std::size_t search_offset_max = 4000;

Result<std::int64_t> limit_of(const Request& request) {
  const auto text = request.param("limit");
  if (!text || text->empty()) return page_rows_default;
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (problem != std::errc{} || end != text->data() + text->size() || value < 1 || value > page_rows_max)
    return invalid("limit", "range", fmt::format("It must be 1 to {}.", page_rows_max));
  return value;
}

// Opaque to clients, and made of what stands in a URL as it is: "<number>.<bytes of the text in hexadecimal>".
struct Cursor {
  std::int64_t number = 0;
  std::string text;
};
std::string to_text(const Cursor& cursor) {
  return fmt::format("{}.{:02x}", cursor.number, fmt::join(std::as_bytes(std::span(cursor.text)), ""));
}
Result<std::optional<Cursor>> cursor_of(const Request& request) {
  const auto sent = request.param("cursor");
  if (!sent || sent->empty()) return std::optional<Cursor>();
  Cursor cursor;
  const auto parse = [](std::string_view text, auto& value, int base) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return problem == std::errc{} && end == text.data() + text.size();
  };
  const auto dot = std::min(sent->find('.'), sent->size());
  const std::string_view number = std::string_view(*sent).substr(0, dot);
  const std::string_view bytes = std::string_view(*sent).substr(std::min(dot + 1, sent->size()));
  bool whole = dot < sent->size() && bytes.size() % 2 == 0 && parse(number, cursor.number, 10);
  for (std::size_t at = 0; whole && at < bytes.size(); at += 2) {
    unsigned char byte = 0;
    whole = parse(bytes.substr(at, 2), byte, 16);
    cursor.text += static_cast<char>(byte);
  }
  if (!whole) return invalid("cursor", "format", "Send next_cursor of the page before as it was.");
  return std::optional<Cursor>(std::move(cursor));
}

std::string page_json(const std::vector<std::string>& rows, const std::string& next_cursor, bool warming) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& row : rows) json.raw(row);
  json.end_array().key("next_cursor");
  if (next_cursor.empty())
    json.null();
  else
    json.text(next_cursor);
  if (warming) json.member("warming", true);
  json.end_object();
  return out;
}

// An identifier written out in full is looked up by name first; it may be one that search does not show (an anonymous
// id is not).
std::optional<PartyId> exact_owner(CardService& service, store::Connection& connection, std::string_view query) {
  for (const auto type : {parties::IdentifierType::user_id, parties::IdentifierType::loyalty_card,
                          parties::IdentifierType::external, parties::IdentifierType::email}) {
    const auto identifier = parties::normalise(type, query, service.events.business.now()->phone_region, "search");
    if (!identifier.ok()) continue;
    const auto owner = service.record.owner_of(connection, *identifier);
    if (owner.ok() && *owner) return *owner;
  }
  return std::nullopt;
}

Result<Response> search_parties(CardService& service, const Request& request, std::string_view query) {
  const auto limit = static_cast<std::size_t>(TRY(limit_of(request)));
  const auto cursor = TRY(cursor_of(request));
  if (cursor && cursor->number < 0)
    return invalid("cursor", "format", "Send next_cursor of the page before as it was.");
  const auto offset = cursor ? std::min(static_cast<std::size_t>(cursor->number), search_offset_max) : 0;
  auto lease = TRY(service.readers.take());
  const auto business = service.events.business.now();
  const auto reader = reader_of(service, request);
  // The owner of what was typed stands first, and once.
  std::vector<PartyId> found;
  const auto owner = exact_owner(service, *lease, query);
  if (owner && offset == 0) found.push_back(*owner);
  // One more than fit tells that there is a next page, and one of them may be the owner.
  const auto hits = service.search.find(query, limit + 2, offset);
  std::size_t taken = 0;
  while (taken < hits.size() && found.size() < limit) {
    const PartyId hit = hits[taken++].party;
    if (hit != owner) found.push_back(hit);
  }
  std::vector<std::string> rows;
  for (const auto id : found)
    if (const auto listed = TRY(service.record.listed(*lease, id)))
      rows.push_back(listed_json(*listed, *business, reader));
  const std::string next =
      taken < hits.size() ? to_text({static_cast<std::int64_t>(offset + taken), {}}) : std::string();
  return http::json(200, page_json(rows, next, service.search.warming()));
}

struct LetterRange {
  std::string from;
  std::string before;
};
// Folded names of a letter; "#" holds what stands before a (digits, marks) and those without a name — names in other
// scripts stand after z and are in neither.
LetterRange range_of(char letter) {
  if (letter == '#') return {"", "a"};
  const char lower = static_cast<char>(letter + 32);
  return {std::string(1, lower), letter == 'Z' ? "{" : std::string(1, static_cast<char>(lower + 1))};
}

// Those who have a value: `field.KEY=value` among the parameters.
struct Wanted {
  std::string key;
  std::string value;
};
constexpr std::string_view field_prefix = "field.";

Result<std::optional<Wanted>> wanted_value(const Request& request) {
  std::optional<Wanted> wanted;
  for (const auto& [name, value] : request.query) {
    if (!name.starts_with(field_prefix) || value.empty()) continue;
    if (wanted) return invalid(name, "once", "A list is of those who have one value. Ask for one field.");
    wanted = Wanted{name.substr(field_prefix.size()), value};
  }
  return wanted;
}

Result<Response> list_by_value(CardService& service, const Request& request, const Wanted& wanted) {
  for (const std::string_view other : {"search", "letter", "kind"})
    if (const auto said = request.param(other); said && !said->empty())
      return invalid(std::string(other), "alone", "A list by a field's value is not narrowed further. Leave this out.");
  const auto business = service.events.business.now();
  const auto reader = reader_of(service, request);
  const auto field = business->fields.find(wanted.key);
  if (field == business->fields.end() || !may_read(field->second, reader))
    return invalid(std::string(field_prefix) + wanted.key, "known",
                   "There is no such field. GET /v1/fields lists those that you may read.");
  if (wanted.value.size() > parties::value_key_bytes_max)
    return invalid(std::string(field_prefix) + wanted.key, "limit",
                   fmt::format("A value to look for is at most {} bytes long.", parties::value_key_bytes_max));
  std::string told;
  append_json_string(told, wanted.value);  // as a value of the field's kind is written: 12.50 is 12.5
  const std::string value = parties::text_of_value(shown_value(field->second, told));
  ValueQuery query{wanted.key, parties::value_key(value), {}, TRY(limit_of(request)) + 1};
  if (const auto cursor = TRY(cursor_of(request))) query.after = {cursor->number};
  auto lease = TRY(service.readers.take());
  auto listed = TRY(service.record.list(*lease, query));
  std::string next;
  if (std::ssize(listed) == query.limit) {
    listed.pop_back();
    next = to_text({listed.back().id.value, {}});
  }
  std::vector<std::string> rows;
  rows.reserve(listed.size());
  for (const auto& party : listed) rows.push_back(listed_json(party, *business, reader));
  return http::json(200, page_json(rows, next, false));
}

Result<Response> list(CardService& service, Request& request) {
  if (const auto wanted = TRY(wanted_value(request))) return list_by_value(service, request, *wanted);
  if (const auto query = request.param("search"); query && !tidy_text(*query).empty()) {
    if (query->size() > 200) return invalid("search", "limit", "A search is at most 200 bytes long.");
    return search_parties(service, request, *query);
  }
  ListQuery query;
  query.limit = TRY(limit_of(request)) + 1;
  if (const auto letter = request.param("letter"); letter && !letter->empty()) {
    const char c = letter->size() == 1 && (*letter)[0] >= 'a' && (*letter)[0] <= 'z'
                       ? static_cast<char>((*letter)[0] - 32)
                       : (*letter)[0];
    if (letter->size() != 1 || (c != '#' && (c < 'A' || c > 'Z')))
      return invalid("letter", "choice", "It must be A to Z, or # for the rest.");
    const auto range = range_of(c);
    query.from_key = range.from;
    query.before_key = range.before;
  }
  if (const auto kind = request.param("kind"); kind && !kind->empty())
    query.kind = TRY(parties::parse_kind(*kind, "kind"));
  if (const auto cursor = TRY(cursor_of(request))) {
    query.after_id = {cursor->number};
    query.after_key = cursor->text;
  }
  const auto business = service.events.business.now();
  const auto reader = reader_of(service, request);
  query.with_traits = any_listed(business->fields, reader);
  auto lease = TRY(service.readers.take());
  auto listed = TRY(service.record.list(*lease, query));
  std::string next;
  if (std::ssize(listed) == query.limit) {
    listed.pop_back();
    next = to_text({listed.back().id.value, listed.back().sort_key});
  }
  std::vector<std::string> rows;
  rows.reserve(listed.size());
  for (const auto& party : listed) rows.push_back(listed_json(party, *business, reader));
  return http::json(200, page_json(rows, next, false));
}

Result<Response> letters(CardService& service, Request&) {
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

Result<Response> one_by_identifier(CardService& service, Request& request) {
  const auto type = TRY(parties::parse_identifier_type(request.captures[0], "type"));
  const auto identifier =
      TRY(parties::normalise(type, request.captures[1], service.events.business.now()->phone_region, "value"));
  std::optional<PartyId> owner;
  {
    auto lease = TRY(service.readers.take());
    owner = TRY(service.record.owner_of(*lease, identifier));
  }
  if (!owner) return failure(ErrorCode::not_found, "Nobody has this identifier.");
  return card_answer(service, *owner, reader_of(service, request));
}

// What is asked of a timeline: its place in the record, and what of that is shown.
struct TimelineAsked {
  TimelineQuery query;
  TimelineFilter filter;
  Timestamp from_at = {std::numeric_limits<std::int64_t>::min()};
};

Result<TimelineAsked> timeline_asked(const CardService& service, const Request& request,
                                     const parties::Business& business) {
  TimelineAsked asked;
  asked.query.before_at = {std::numeric_limits<std::int64_t>::max()};
  asked.query.before_id = {std::numeric_limits<std::int64_t>::max()};
  const auto given = [&](std::string_view name) { return std::string(request.param(name).value_or("")); };
  std::optional<Day> from;
  if (const auto said = given("from"); !said.empty()) {
    from = TRY(parse_day(said, "from"));
    asked.from_at = business.zone.instant_of(*from, 0);
  }
  if (const auto said = given("until"); !said.empty()) {
    const Day until = TRY(parse_day(said, "until"));
    if (from && until < *from) return invalid("until", "range", "It is before the first day asked for.");
    asked.query.before_at = business.zone.instant_of({until.days + 1}, 0);
    asked.query.before_id = {0};
  }
  if (const auto cursor = TRY(cursor_of(request))) {
    asked.query.before_at = {cursor->number};
    asked.query.before_id = TRY(parse_id<EventId>(cursor->text, "cursor"));
  }
  asked.query.type = given("type");
  if (!asked.query.type.empty() && service.events.types.find(asked.query.type) == nullptr)
    return invalid("type", "known", fmt::format("{} is not a type of event.", asked.query.type));
  asked.filter.direction = given("direction");
  if (const auto& direction = asked.filter.direction; !direction.empty() && direction != "in" && direction != "out")
    return invalid("direction", "choice", "It must be in (they came to us) or out (we went to them).");
  const std::string text = given("text");
  if (text.size() > 200) return invalid("text", "limit", "A search is at most 200 bytes long.");
  std::istringstream words(fold(text));
  for (std::string word; words >> word;) asked.filter.words.push_back(word);
  return asked;
}

// Entries are looked at newest first until a page is full. Where few of them are shown, a page ends short of that, and
// the next one goes on from there.
Result<Response> timeline(CardService& service, Request& request) {
  constexpr std::int64_t slice = 500;
  constexpr std::int64_t looked_at_max = 5'000;
  const auto business = service.events.business.now();
  const auto directory = service.directory.now();
  const auto reader = team::field_reader(request.caller, *directory);
  auto asked = TRY(timeline_asked(service, request, *business));
  const std::int64_t limit = TRY(limit_of(request));
  auto lease = TRY(service.readers.take());
  asked.query.party = TRY(service.record.standing(*lease, TRY(parse_id<PartyId>(request.captures[0], "id"))));
  asked.query.limit = asked.filter.shows_all() ? limit + 1 : slice;
  std::vector<std::string> rows;
  std::string next;
  std::int64_t looked_at = 0;
  for (bool more = true; more;) {
    auto entries = TRY(service.record.timeline(*lease, asked.query));
    more = std::ssize(entries) == asked.query.limit;
    for (auto& row : entries) {
      const bool full = std::ssize(rows) == limit;
      if (row.entry.occurred_at < asked.from_at || full) {
        if (row.entry.occurred_at >= asked.from_at)
          next = to_text({asked.query.before_at.micros, asked.query.before_id.text()});
        more = false;
        break;
      }
      asked.query.before_at = row.entry.occurred_at;
      asked.query.before_id = row.entry.id;
      if (!shows(asked.filter, row.entry, service.events.types, *business, reader)) continue;
      row.entry.source = directory->source_name(row.source);
      rows.push_back(timeline_json(row.entry, service.events.types, *business, reader));
    }
    looked_at += std::ssize(entries);
    if (more && looked_at >= looked_at_max) {
      next = to_text({asked.query.before_at.micros, asked.query.before_id.text()});
      more = false;
    }
  }
  return http::json(200, page_json(rows, next, false));
}

// Who logs a touchpoint by hand took part in it, unless it says otherwise: their name stands on it, and it stands on
// their own card, by which their login is known (`external`: login:NAME).
std::string with_staff(const std::string& envelope, const team::User& user) {
  const auto document = events::parse_json(envelope, 1, "envelope");
  events::JsonObject said;
  if (!document.ok() || document->get(said)) return envelope;
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (const auto [key, value] : said) json.key(key).raw(simdjson::minify(value));
  if (said.at_key("staff").error()) json.member("staff", user.name);
  if (const auto known_by = team::known_as(user); known_by && said.at_key("participants").error())
    json.key("participants")
        .begin_array()
        .begin_object()
        .member("external", known_by->value)
        .member("name", user.name)
        .member("role", "employee")
        .end_object()
        .end_array();
  json.end_object();
  return out;
}

Result<std::unique_ptr<events::RecordEvent>> read_touchpoint(CardService& service, Request& request,
                                                             const parties::Business& business) {
  const auto document = TRY(events::parse_json(request.body, 2, "body"));
  events::JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  for (const auto [key, value] : body)
    if (key != "type" && key != "occurred_at" && key != "properties" && key != "envelope")
      return invalid(std::string(key), "known", "A touchpoint has type, occurred_at, properties and envelope.");
  const auto type = events::text_of(body, "type");
  const auto* known = service.events.types.find(type);
  if (known == nullptr || !known->describe().loggable)
    return invalid("type", "choice", "It must be a type that can be logged by hand; GET /v1/event-types lists them.");
  const auto reading = service.events.reading(business, request.caller.source);
  events::Touchpoint touchpoint;
  touchpoint.type = type;
  touchpoint.party = TRY(parse_id<PartyId>(request.captures[0], "id"));
  const auto object_text = [&](std::string_view key) -> Result<std::string> {
    events::JsonElement element;
    if (body.at_key(key).get(element) || element.is_null()) return std::string("{}");
    if (!element.is_object()) return invalid(std::string(key), "type", "It must be an object.");
    return simdjson::minify(element);
  };
  const std::string properties = TRY(object_text("properties"));
  std::string envelope = TRY(object_text("envelope"));
  const auto directory = service.directory.now();
  const bool names_the_other = type == "relation";  // whose one participant it is
  if (const auto* user = directory->user(request.caller.user); user != nullptr && !names_the_other)
    envelope = with_staff(envelope, *user);
  touchpoint.properties_json = properties;
  touchpoint.envelope_json = envelope;
  touchpoint.occurred_at = reading.received_at;
  if (const auto at = events::text_of(body, "occurred_at"); !at.empty())
    touchpoint.occurred_at = TRY(parse_timestamp(at, "occurred_at"));
  const std::string name(request.header("idempotency-key"));
  touchpoint.name = name;
  return events::make_event(touchpoint, reading);
}

void log_touchpoint(CardService& service, Request& request, const Reply& reply) {
  const auto business = service.events.business.now();
  auto event = read_touchpoint(service, request, *business);
  if (!event.ok()) return reply(http::problem(event.error()));
  admit_one(service, std::move(*event), reply, [](const engine::Outcome& outcome) {
    std::string out;
    JsonWriter json(out);
    json.begin_object()
        .member("event_id", std::to_string(outcome.subject_id))
        .member("outcome", engine::word_of(outcome.status))
        .end_object();
    return http::json(201, std::move(out));
  });
}

// A party made by hand is an identify event, like any other way of getting to know somebody.
Result<std::unique_ptr<events::RecordEvent>> read_new_party(CardService& service, Request& request,
                                                            const parties::Business& business) {
  const auto document = TRY(events::parse_json(request.body, 2, "body"));
  events::JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  const auto reading = service.events.reading(business, request.caller.source);
  events::Touchpoint touchpoint;
  touchpoint.type = "identify";
  std::string traits;
  std::string role;
  JsonWriter json(traits);
  json.begin_object();
  for (const auto [key, value] : body) {
    if (key == "roles" || value.is_null()) continue;
    json.key(key).raw(simdjson::minify(value));
    const auto type = parties::parse_identifier_type(key, key);
    if (type.ok())
      touchpoint.identifiers.push_back(
          TRY(parties::normalise(*type, events::number_text(value), business.phone_region, key)));
  }
  if (body.at_key("kind").error()) json.member("kind", "person");
  json.end_object();
  if (tidy_text(events::text_of(body, "name")).empty() && touchpoint.identifiers.empty())
    return invalid("name", "required", "Say at least a name, an e-mail, a phone number or a card.");
  simdjson::dom::array roles;
  if (!body.at_key("roles").get(roles) && roles.size() > 0) {
    if (roles.size() > 1)
      return invalid("roles", "limit", "A party is made in one role; the others come with what happens.");
    role = fmt::format(R"({{"role":"{}"}})", events::number_text(roles.at(0)));
  }
  touchpoint.properties_json = traits;
  touchpoint.envelope_json = role;
  touchpoint.occurred_at = reading.received_at;
  const std::string name(request.header("idempotency-key"));
  touchpoint.name = name;
  return events::make_event(touchpoint, reading);
}

void create_party(CardService& service, Request& request, const Reply& reply) {
  const auto business = service.events.business.now();
  auto event = read_new_party(service, request, *business);
  if (!event.ok()) return reply(http::problem(event.error()));
  admit_one(service, std::move(*event), reply, [&service, reader = reader_of(service, request)](const auto& outcome) {
    auto response = card_answer(service, PartyId{outcome.party_id}, reader);
    if (!response.ok()) return http::problem(response.error());
    response->status = 201;
    response->headers.emplace_back("Location", "/v1/parties/" + std::to_string(outcome.party_id));
    return std::move(*response);
  });
}

http::Route read_route(std::string pattern, std::string summary, std::string operation,
                       std::function<Result<Response>(Request&)> handler) {
  http::Route route{.method = http::Method::get, .pattern = std::move(pattern)};
  route.handle = http::direct(std::move(handler));
  route.summary = std::move(summary);
  route.openapi_operation = std::move(operation);
  return route;
}

std::string answer(std::string_view parameters, std::string_view schema) {
  return fmt::format(
      R"({{"tags":["parties"],"parameters":[{}],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{}}}}}}}}}}})",
      parameters, schema);
}

std::string page_of(std::string_view schema) {
  return fmt::format(
      R"({{"type":"object","required":["data","next_cursor"],"properties":{{"data":{{"type":"array","items":{{"$ref":"#/components/schemas/{}"}}}},"next_cursor":{{"type":["string","null"]}},"warming":{{"type":"boolean"}}}}}})",
      schema);
}

std::string in_query(std::string_view name) {
  return fmt::format(R"({{"name":"{}","in":"query","schema":{{"type":"string"}}}})", name);
}
std::string in_path(std::string_view name) {
  return fmt::format(R"({{"name":"{}","in":"path","required":true,"schema":{{"type":"string"}}}})", name);
}

std::string change(std::string_view parameters, std::string_view body_schema, std::string_view schema) {
  return fmt::format(
      R"({{"tags":["parties"],"parameters":[{}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{}}}}}}},"responses":{{"201":{{"description":"Recorded","content":{{"application/json":{{"schema":{}}}}}}}}}}})",
      parameters, body_schema, schema);
}

}  // namespace

Showing showing_of(const parties::Business& business, const team::Directory& directory, Timestamp now,
                   parties::FieldReader reader) {
  return {business, business.zone.local_day(now),
          [&directory](SourceId source) { return directory.source_name(source); }, std::move(reader)};
}

parties::FieldReader reader_of(const CardService& service, const Request& request) {
  return team::field_reader(request.caller, *service.directory.now());
}

Result<Response> card_answer(CardService& service, PartyId id, const parties::FieldReader& reader) {
  auto lease = TRY(service.readers.take());
  const auto business = service.events.business.now();
  const auto directory = service.directory.now();
  const Showing showing = showing_of(*business, *directory, service.events.clock.now(), reader);
  return http::json(200, card_json(TRY(service.record.card(*lease, id, showing.today)), showing));
}

void admit_one(CardService& service, std::unique_ptr<events::RecordEvent> event, const Reply& reply,
               std::function<Response(const engine::Outcome&)> found) {
  event->done = [reply, found = std::move(found)](const engine::Outcome& outcome) {
    const bool held = outcome.status == engine::Status::applied || outcome.status == engine::Status::repeated;
    reply(held ? found(outcome) : http::problem(outcome.error));
  };
  std::vector<std::unique_ptr<engine::Command>> commands;
  commands.push_back(std::move(event));
  if (const auto admitted = service.events.writer.admit(commands); !admitted.ok())
    reply(http::problem(admitted.error()));
}

std::vector<http::Route> card_routes(CardService& service) {
  constexpr std::string_view idempotency =
      R"({"name":"Idempotency-Key","in":"header","schema":{"type":"string","maxLength":256}})";
  std::vector<http::Route> routes;
  routes.push_back(read_route("/v1/parties",
                              "Lists parties by name, searches them, or lists those who have a value (field.KEY=value)",
                              answer(in_query("search") + "," + in_query("cursor") + "," + in_query("limit") + "," +
                                         in_query("kind") + "," + in_query("letter"),
                                     page_of("Party")),
                              [&service](Request& r) { return list(service, r); }));
  routes.push_back(read_route(
      "/v1/parties/letters", "How many parties stand under each letter",
      answer(
          "",
          R"({"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"type":"object","required":["letter","count"],"properties":{"letter":{"type":"string"},"count":{"type":"integer"}}}}}})"),
      [&service](Request& r) { return letters(service, r); }));
  routes.push_back(read_route("/v1/parties/{}", "One card",
                              answer(in_path("id"), R"({"$ref":"#/components/schemas/Card"})"),
                              [&service](Request& r) -> Result<Response> {
                                const PartyId id = TRY(parse_id<PartyId>(r.captures[0], "id"));
                                return card_answer(service, id, reader_of(service, r));
                              }));
  routes.push_back(
      read_route("/v1/parties/by/{}/{}", "The card of whoever has this identifier",
                 answer(in_path("type") + "," + in_path("value"), R"({"$ref":"#/components/schemas/Card"})"),
                 [&service](Request& r) { return one_by_identifier(service, r); }));
  routes.push_back(read_route(
      "/v1/parties/{}/timeline", "The touchpoints of a card, newest first",
      answer(in_path("id") + "," + in_query("cursor") + "," + in_query("limit") + "," + in_query("type") + "," +
                 in_query("direction") + "," + in_query("text") + "," + in_query("from") + "," + in_query("until"),
             page_of("TimelineEntry")),
      [&service](Request& r) { return timeline(service, r); }));
  routes.push_back(read_route(
      "/v1/event-types", "Types of events and their fields",
      answer("", R"({"$ref":"#/components/schemas/EventTypes"})"),
      [&service](Request&) -> Result<Response> { return http::json(200, describe_types(service.events.types)); }));
  http::Route create{.method = http::Method::post, .pattern = "/v1/parties", .needs = Scope::write};
  create.handle = [&service](Request& r, const Reply& reply) { create_party(service, r, reply); };
  create.summary = "Makes a party by hand";
  create.openapi_operation =
      change(idempotency, R"({"$ref":"#/components/schemas/NewParty"})", R"({"$ref":"#/components/schemas/Card"})");
  routes.push_back(std::move(create));
  http::Route log{.method = http::Method::post, .pattern = "/v1/parties/{}/touchpoints", .needs = Scope::write};
  log.handle = [&service](Request& r, const Reply& reply) { log_touchpoint(service, r, reply); };
  log.summary = "Logs a touchpoint by hand";
  log.openapi_operation = change(
      in_path("id") + "," + std::string(idempotency), R"({"$ref":"#/components/schemas/NewTouchpoint"})",
      R"({"type":"object","required":["event_id","outcome"],"properties":{"event_id":{"type":"string"},"outcome":{"type":"string"}}})");
  routes.push_back(std::move(log));
  return routes;
}

}  // namespace ganbo::card
