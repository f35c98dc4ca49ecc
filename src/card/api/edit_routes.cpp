#include "card/api/edit_routes.hpp"

#include <fmt/format.h>

#include "platform/base/json_writer.hpp"
#include "team/field_reader.hpp"

namespace ganbo::card {
namespace {

using http::Reply;
using http::Request;
using http::Scope;

// Only the business's own fields can be left without a value: what is known of everybody is corrected by what holds.
Result<void> check_cleared(std::string_view key, const parties::Business& business) {
  if (business.fields.contains(key)) return {};
  return invalid(fmt::format("traits.{}", key), "null",
                 "Only a field that the business defined can be cleared. Send what holds, or leave it out.");
}

// What the card said of the traits when it was read; nobody asks so for what they may not read.
Result<std::vector<events::SeenTrait>> read_seen(const events::JsonObject& body, const events::JsonObject& traits,
                                                 const parties::Business& business,
                                                 const parties::FieldReader& reader) {
  std::vector<events::SeenTrait> seen;
  events::JsonElement said;
  if (body.at_key("seen").get(said)) return seen;
  events::JsonObject object;
  if (said.get(object))
    return invalid("seen", "type", "It must be an object: what the card said of each trait that is changed.");
  for (const auto [key, value] : object) {
    const auto field = business.fields.find(key);
    const bool readable = field == business.fields.end() || parties::may_read(field->second, reader);
    if (events::JsonElement changed; traits.at_key(key).get(changed) || !readable)
      return invalid(fmt::format("seen.{}", key), "known", "Say it only of traits that are changed and that you read.");
    events::SeenTrait one{std::string(key), {}};
    if (std::string_view text; !value.get(text))
      one.text = text;
    else if (!value.is_null())
      one.text = simdjson::minify(value);
    seen.push_back(std::move(one));
  }
  return seen;
}

Result<std::unique_ptr<events::RecordEvent>> read_change(CardService& service, Request& request,
                                                         const parties::Business& business) {
  const auto document = TRY(events::parse_json(request.body, 2, "body"));
  events::JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  for (const auto [key, value] : body)
    if (key != "traits" && key != "seen")
      return invalid(std::string(key), "known", "A change of a card has traits, and what was seen of them.");
  events::JsonObject traits;
  if (body.at_key("traits").get(traits) || traits.size() == 0)
    return invalid("traits", "required", "Say what is known now: an object with at least one trait.");
  auto seen = TRY(read_seen(body, traits, business, reader_of(service, request)));
  const auto reading = service.events.reading(business, request.caller.source);
  events::Touchpoint touchpoint;
  touchpoint.type = "identify";
  touchpoint.party = TRY(parse_id<PartyId>(request.captures[0], "id"));
  touchpoint.clears = true;
  for (const auto [key, value] : traits) {
    if (value.is_null()) {
      TRY(check_cleared(key, business));
      continue;
    }
    for (const auto type :
         {parties::IdentifierType::email, parties::IdentifierType::phone, parties::IdentifierType::loyalty_card})
      if (parties::facts_of(type).word == key && !events::number_text(value).empty())
        touchpoint.identifiers.push_back(TRY(parties::normalise(type, events::number_text(value), business.phone_region,
                                                                fmt::format("traits.{}", key))));
  }
  const std::string told = simdjson::minify(traits);
  std::string envelope;
  const auto directory = service.directory.now();
  if (const auto* user = directory->user(request.caller.user); user != nullptr)
    JsonWriter(envelope).begin_object().member("staff", user->name).end_object();
  touchpoint.properties_json = told;
  touchpoint.envelope_json = envelope;
  touchpoint.occurred_at = reading.received_at;
  const std::string name(request.header("idempotency-key"));
  touchpoint.name = name;
  auto event = TRY(events::make_event(touchpoint, reading));
  event->seen = std::move(seen);
  return event;
}

void change_party(CardService& service, Request& request, const Reply& reply) {
  const auto business = service.events.business.now();
  auto event = read_change(service, request, *business);
  if (!event.ok()) return reply(http::problem(event.error()));
  admit_one(service, std::move(*event), reply,
            [&service, reader = reader_of(service, request)](const engine::Outcome& outcome) {
              auto response = card_answer(service, PartyId{outcome.party_id}, reader);
              return response.ok() ? std::move(*response) : http::problem(response.error());
            });
}

}  // namespace

std::vector<http::Route> edit_routes(CardService& service) {
  std::vector<http::Route> routes;
  http::Route change{.method = http::Method::patch, .pattern = "/v1/parties/{}", .needs = Scope::write};
  change.handle = [&service](Request& r, const Reply& reply) { change_party(service, r, reply); };
  change.summary = "Says anew what is known of a party";
  change.openapi_operation =
      R"({"tags":["parties"],"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}},{"name":"Idempotency-Key","in":"header","schema":{"type":"string","maxLength":256}}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/PartyChange"}}}},"responses":{"200":{"description":"The card as it is now","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Card"}}}}}})";
  routes.push_back(std::move(change));
  return routes;
}

}  // namespace ganbo::card
