#include "card/api/card_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "card/api/describe_types.hpp"
#include "card/api/paging.hpp"
#include "card/relation_graph.hpp"
#include "card/shown_fields.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/field_reader.hpp"

namespace ganbo::card {
namespace {

using http::Reply;
using http::Request;
using http::Response;
using http::Scope;

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

Result<Response> relations(CardService& service, Request& request) {
  auto lease = TRY(service.readers.take());
  const auto business = service.events.business.now();
  const Day today = business->zone.local_day(service.events.clock.now());
  const PartyId asked = TRY(parse_id<PartyId>(request.captures[0], "id"));
  const PartyId card = TRY(service.record.standing(*lease, asked));
  return http::json(200, graph_json(TRY(service.record.relations_around(*lease, card, today)), today));
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

// When what was seen of the matter was told, so that nobody overwrites what they have not looked at.
Result<void> read_seen_matter(const events::JsonObject& body, events::RecordEvent& event) {
  events::JsonElement said;
  if (body.at_key("seen").get(said)) return {};
  if (!event.facets.matter)
    return invalid("seen", "known", "Say it only of a key date, a role, a relation, a permission: what has a history.");
  if (said.is_null()) {
    event.seen_matter_told_at = Timestamp{};
    return {};
  }
  std::string_view text;
  if (said.get(text)) return invalid("seen", "type", "It must be the time at which what was seen was told, or null.");
  event.seen_matter_told_at = TRY(parse_timestamp(text, "seen"));
  return {};
}

Result<std::unique_ptr<events::RecordEvent>> read_touchpoint(CardService& service, Request& request,
                                                             const parties::Business& business) {
  const auto document = TRY(events::parse_json(request.body, 2, "body"));
  events::JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  for (const auto [key, value] : body)
    if (key != "type" && key != "occurred_at" && key != "properties" && key != "envelope" && key != "seen")
      return invalid(std::string(key), "known", "A touchpoint has type, occurred_at, properties, envelope and seen.");
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
  auto event = TRY(events::make_event(touchpoint, reading));
  TRY(read_seen_matter(body, *event));
  return event;
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
    if (key == "roles" || key == "known" || value.is_null()) continue;
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
  auto event = TRY(events::make_event(touchpoint, reading));
  const auto known = events::text_of(body, "known");
  if (!known.empty() && known != "update" && known != "refuse")
    return invalid("known", "choice", "It must be update or refuse: what becomes of whoever is known already.");
  if (known == "refuse") event->only_after = {std::numeric_limits<std::int64_t>::max()};
  return event;
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

std::string change(std::string_view parameters, std::string_view body_schema, std::string_view schema) {
  return fmt::format(
      R"({{"tags":["parties"],"parameters":[{}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{}}}}}}},"responses":{{"201":{{"description":"Recorded","content":{{"application/json":{{"schema":{}}}}}}}}}}})",
      parameters, body_schema, schema);
}

}  // namespace

Showing showing_of(const parties::Business& business, const team::Directory& directory, Timestamp now,
                   parties::FieldReader reader) {
  return {business, now, business.zone.local_day(now),
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
  routes.push_back(
      read_route("/v1/parties/{}", "One card",
                 answer(in_path("id") + "," + in_query("purpose"), R"({"$ref":"#/components/schemas/Card"})"),
                 [&service](Request& r) -> Result<Response> {
                   const PartyId id = TRY(parse_id<PartyId>(r.captures[0], "id"));
                   return card_answer(service, id, reader_of(service, r));
                 }));
  routes.push_back(
      read_route("/v1/parties/by/{}/{}", "The card of whoever has this identifier",
                 answer(in_path("type") + "," + in_path("value"), R"({"$ref":"#/components/schemas/Card"})"),
                 [&service](Request& r) { return one_by_identifier(service, r); }));
  routes.push_back(read_route("/v1/parties/{}/relations", "Who is related to a party, and who to those: two steps",
                              answer(in_path("id"), R"({"$ref":"#/components/schemas/RelationGraph"})"),
                              [&service](Request& r) { return relations(service, r); }));
  routes.push_back(
      read_route("/v1/event-types", "Types of events and their fields",
                 answer("", R"({"$ref":"#/components/schemas/EventTypes"})"), [&service](Request&) -> Result<Response> {
                   return http::json(200, describe_types(service.events.types, service.events.business.now()->words));
                 }));
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
