#include "card/api/door_routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "card/api/asked_language.hpp"
#include "parties/hidden_details.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/today.hpp"

namespace ganbo::card {
namespace {

using http::Reply;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::size_t query_bytes_max = 200;
constexpr std::size_t query_letters_min = 2;
constexpr std::size_t found_max = 8;
constexpr std::size_t looked_at_max = 40;
constexpr std::size_t text_bytes_max = 200;

// Traits that a business may define for the door.
constexpr std::string_view caution_field = "caution";
constexpr std::string_view address_field = "form_of_address";

// What a field of the business says, where who is asking may read it.
std::string field_text(const Card& card, std::string_view key, const parties::Business& business,
                       const parties::FieldReader& reader, events::Language language) {
  const auto field = business.fields.find(key);
  const auto* trait = card.party.traits.find(key);
  if (field == business.fields.end() || trait == nullptr || !may_read(field->second, reader)) return {};
  const auto* choice = field->second.choice(parties::text_of_value(trait->value_json));
  const std::string text = choice == nullptr                  ? parties::text_of_value(trait->value_json)
                           : language == events::Language::vi ? choice->label.vi
                                                              : choice->label.en;
  return tidy_text(first_bytes(text, text_bytes_max));
}

// Who of us met them last; those at the door are nobody's visit.
const team::User* met_last(const Card& card, const team::Directory& directory) {
  const KnownBy* last = nullptr;
  for (const auto& known : card.known_by) {
    if (team::user_of_staff(directory, known.staff) == nullptr) continue;
    if (last == nullptr || last->last_at < known.last_at) last = &known;
  }
  return last == nullptr ? nullptr : team::user_of_staff(directory, last->staff);
}

bool has_visit_today(const Card& card, Day today, const parties::BusinessCalendar& calendar) {
  return std::any_of(card.open.begin(), card.open.end(), [&](const OpenMatter& matter) {
    if (matter.kind != "visit" || !matter.due) return false;
    const auto next = events::occurrence(matter.recurrence(), today, calendar);
    return next && next->kept_on == today;
  });
}

void write_caution(JsonWriter& json, const Card& card, const std::string& written) {
  const auto complaint = std::find_if(card.open.begin(), card.open.end(),
                                      [](const OpenMatter& matter) { return matter.kind == "complaint"; });
  json.key("caution");
  if (!written.empty())
    json.begin_object().member("kind", "note").member("text", written).end_object();
  else if (complaint != card.open.end())
    json.begin_object().member("kind", "complaint").member("text", "").end_object();
  else
    json.null();
}

void write_found(JsonWriter& json, const Card& card, const Showing& showing, const team::Directory& directory,
                 events::Language language) {
  const auto& business = showing.business;
  json.begin_object().member("id", card.party.id.text()).member("kind", parties::word_of(card.party.kind));
  json.member("name", parties::hide_in_text(card.party.name));
  json.member("form_of_address", field_text(card, address_field, business, showing.reader, language));
  json.key("visits");
  if (const auto* user = met_last(card, directory); user != nullptr)
    json.begin_object().member("id", user->id.text()).member("name", user->name).end_object();
  else
    json.null();
  json.member("expected", has_visit_today(card, showing.today, business.calendar));
  write_caution(json, card, field_text(card, caution_field, business, showing.reader, language));
  json.end_object();
}

std::size_t letters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// By name; a phone number only where it is whole.
Result<std::vector<PartyId>> find(CardService& service, store::Connection& connection, const std::string& query) {
  std::vector<PartyId> found;
  const auto phone =
      parties::normalise(parties::IdentifierType::phone, query, service.events.business.now()->phone_region, "q");
  if (phone.ok())
    if (const auto owner = TRY(service.record.owner_of(connection, *phone))) found.push_back(*owner);
  for (const auto& hit : service.search.find(query, looked_at_max)) {
    if (found.size() >= found_max) break;
    if (std::find(found.begin(), found.end(), hit.party) != found.end()) continue;
    const auto listed = TRY(service.record.listed(connection, hit.party));
    if (!listed) continue;
    const std::string name = fold(parties::hide_in_text(listed->name));
    // Every word stands in the name: nothing else that search reads is for the door.
    std::string word;
    bool named = true;
    for (const char c : fold(query) + " ") {
      if (c != ' ') {
        word += c;
        continue;
      }
      named = named && name.find(word) != std::string::npos;
      word.clear();
    }
    if (named) found.push_back(hit.party);
  }
  return found;
}

Result<Response> search(CardService& service, Request& request) {
  const std::string query = tidy_text(request.param("q").value_or(""));
  if (query.size() > query_bytes_max)
    return invalid("q", "limit", fmt::format("A search is at most {} bytes long.", query_bytes_max));
  if (letters_of(query) < query_letters_min)
    return invalid("q", "required", "Give at least two letters of a name, or a whole phone number.");
  const events::Language language = TRY(language_of(service, request));
  const auto business = service.events.business.now();
  const auto directory = service.directory.now();
  auto lease = TRY(service.readers.take());
  const Showing showing = showing_of(*business, *directory, service.events.clock.now(), reader_of(service, request));
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto id : TRY(find(service, *lease, query)))
    write_found(json, TRY(service.record.card(*lease, id, showing.today)), showing, *directory, language);
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

// Whom they wish to see is who met them last, unless it is said.
Result<std::unique_ptr<events::RecordEvent>> read_arrival(CardService& service, Request& request,
                                                          const parties::Business& business) {
  const auto document = TRY(events::parse_json(request.body, 2, "body"));
  events::JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  for (const auto [key, value] : body)
    if (key != "party" && key != "to_see" && key != "occurred_at")
      return invalid(std::string(key), "known", "An arrival has party, to_see and occurred_at.");
  events::Touchpoint touchpoint;
  touchpoint.type = "arrival";
  touchpoint.party = TRY(parse_id<PartyId>(events::text_of(body, "party"), "party"));
  const std::string name(request.header("idempotency-key"));
  if (name.empty())
    return invalid("Idempotency-Key", "required", "Name the arrival, so that a second tap is not a second arrival.");
  const auto directory = service.directory.now();
  std::string properties;
  JsonWriter json(properties);
  json.begin_object();
  if (const auto to_see = events::text_of(body, "to_see"); !to_see.empty()) {
    const auto id = TRY(parse_id<UserId>(to_see, "to_see"));
    const auto* user = directory->user(id);
    if (user == nullptr || !user->active) return invalid("to_see", "known", "Nobody who may come in has this id.");
    json.member("to_see", user->name);
  }
  json.end_object();
  std::string envelope;
  if (const auto* user = directory->user(request.caller.user); user != nullptr)
    JsonWriter(envelope).begin_object().member("staff", user->name).end_object();
  const auto reading = service.events.reading(business, request.caller.source);
  touchpoint.properties_json = properties;
  touchpoint.envelope_json = envelope;
  touchpoint.occurred_at = reading.received_at;
  // One that was noted while there was no connection came earlier.
  if (const auto said = events::text_of(body, "occurred_at"); !said.empty())
    touchpoint.occurred_at = TRY(parse_timestamp(said, "occurred_at"));
  touchpoint.name = name;
  return events::make_event(touchpoint, reading);
}

void arrive(CardService& service, Request& request, const Reply& reply) {
  const auto business = service.events.business.now();
  auto event = read_arrival(service, request, *business);
  if (!event.ok()) return reply(http::problem(event.error()));
  admit_one(service, std::move(*event), reply, [](const engine::Outcome& outcome) {
    std::string out;
    JsonWriter(out)
        .begin_object()
        .member("id", std::to_string(outcome.subject_id))
        .member("party", std::to_string(outcome.party_id))
        .end_object();
    return http::json(201, std::move(out));
  });
}

}  // namespace

std::vector<http::Route> door_routes(CardService& service) {
  // Who may write logs an arrival on the card; this page is theirs, too.
  constexpr auto at_the_door = static_cast<Scope>(Scope::door | Scope::write);
  std::vector<http::Route> routes;
  http::Route finding{.method = http::Method::get, .pattern = "/v1/door/search", .needs = at_the_door};
  finding.handle = http::direct([&service](Request& r) { return search(service, r); });
  finding.summary = "Whoever comes in, by name or whole phone number: how to greet them, and whom they visit";
  finding.openapi_operation =
      R"({"tags":["door"],"parameters":[{"name":"q","in":"query","required":true,"schema":{"type":"string","minLength":2,"maxLength":200}},{"name":"language","in":"query","schema":{"type":"string","enum":["vi","en"]},"description":"Of choices; the user's own when left out"}],"responses":{"200":{"description":"At most eight","content":{"application/json":{"schema":{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"type":"object","required":["id","kind","name","form_of_address","visits","expected","caution"],"properties":{"id":{"type":"string"},"kind":{"type":"string","enum":["person","organisation"]},"name":{"type":"string"},"form_of_address":{"type":"string","description":"The field form_of_address, where the business defined one"},"visits":{"oneOf":[{"type":"null"},{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string"}}}],"description":"Who of us met them last"},"expected":{"type":"boolean","description":"A visit is due today"},"caution":{"oneOf":[{"type":"null"},{"type":"object","required":["kind","text"],"properties":{"kind":{"type":"string","enum":["note","complaint"]},"text":{"type":"string","description":"Of a note: what the field caution says"}}}]}}}}}}}}}}})";
  routes.push_back(std::move(finding));
  http::Route arriving{.method = http::Method::post, .pattern = "/v1/door/arrivals", .needs = at_the_door};
  arriving.handle = [&service](Request& r, const Reply& reply) { arrive(service, r, reply); };
  arriving.summary = "Says that somebody is here";
  arriving.openapi_operation =
      R"({"tags":["door"],"parameters":[{"name":"Idempotency-Key","in":"header","required":true,"schema":{"type":"string","maxLength":256}}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["party"],"properties":{"party":{"type":"string"},"to_see":{"type":"string","description":"The id of a user"},"occurred_at":{"type":"string","format":"date-time","description":"Now when left out"}}}}}},"responses":{"201":{"description":"Recorded","content":{"application/json":{"schema":{"type":"object","required":["id","party"],"properties":{"id":{"type":"string","description":"Of the touchpoint"},"party":{"type":"string"}}}}}}}})";
  routes.push_back(std::move(arriving));
  return routes;
}

}  // namespace ganbo::card
