#include "card/api/calendar_routes.hpp"

#include <fmt/format.h>

#include "card/api/asked_language.hpp"
#include "card/icalendar.hpp"
#include "card/vcard.hpp"
#include "platform/base/hash.hpp"

namespace ganbo::card {
namespace {

using events::Language;
using http::Request;
using http::Response;

// What a link shows: those to whom something comes within a quarter.
constexpr int days_near = 92;
constexpr std::int64_t parties_near_max = 2000;
constexpr std::size_t token_bytes_max = 200;

// Clients ask again and again: what has not changed is not sent again.
Response file_answer(const Request& request, std::string content_type, std::string body) {
  constexpr std::size_t tag_digits = 32;
  const std::string tag = '"' + secret_hash(body).substr(0, tag_digits) + '"';
  Response response;
  response.content_type = std::move(content_type);
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  if (request.header("if-none-match").find(tag) != std::string_view::npos)
    response.status = 304;
  else
    response.body = std::move(body);
  return response;
}

void name_file(Response& response, PartyId party, std::string_view ending) {
  response.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"ganbo-{}.{}\"", party.text(), ending));
}

Result<Response> vcard(CardService& service, Request& request) {
  const PartyId id = TRY(parse_id<PartyId>(request.captures[0], "id"));
  const Language language = TRY(language_of(service, request));
  auto lease = TRY(service.readers.take());
  const Day today = service.events.business.now()->zone.local_day(service.events.clock.now());
  const Card card = TRY(service.record.card(*lease, id, today));
  const auto withdrawn = TRY(service.record.withdrawn_permissions(*lease, card.party.id));
  auto response = file_answer(request, "text/vcard; charset=utf-8",
                              vcard_of(card, withdrawn, {service.events.types, language, today}));
  name_file(response, card.party.id, "vcf");
  return response;
}

std::string calendar_text(const CardService& service, const std::vector<DatedParty>& parties, Language language) {
  const auto business = service.events.business.now();
  return icalendar_of(parties, {service.events.types, business->calendar, business->name, language,
                                business->zone.local_day(service.events.clock.now())});
}

constexpr std::string_view calendar_type = "text/calendar; charset=utf-8";

Result<Response> calendar_of_party(CardService& service, Request& request) {
  const PartyId id = TRY(parse_id<PartyId>(request.captures[0], "id"));
  const Language language = TRY(language_of(service, request));
  auto lease = TRY(service.readers.take());
  const DatedParty party = TRY(service.record.dated(*lease, id));
  auto response = file_answer(request, std::string(calendar_type), calendar_text(service, {party}, language));
  name_file(response, party.id, "ics");
  return response;
}

// Whoever has the link reads as its user: an unknown one, and one that was taken back, shows that there is nothing.
Result<Response> calendar_of_user(CardService& service, Request& request) {
  const auto token = request.param("token").value_or("");
  const auto directory = service.directory.now();
  const team::User* user = token.size() > token_bytes_max ? nullptr : directory->calendar_reader(token);
  if (user == nullptr)
    return failure(ErrorCode::not_found,
                   "There is no such calendar. Make a link anew: ganbo user calendar, or POST /v1/session/calendar.");
  const Day today = service.events.business.now()->zone.local_day(service.events.clock.now());
  auto lease = TRY(service.readers.take());
  const auto parties = TRY(service.record.dated_near(*lease, Day{today.days - days_shown_back},
                                                     Day{today.days + days_near}, parties_near_max));
  return file_answer(request, std::string(calendar_type),
                     calendar_text(service, parties, user->locale == "en" ? Language::en : Language::vi));
}

http::Route route(std::string pattern, std::string summary, std::string_view parameters, std::string_view type,
                  std::function<Result<Response>(Request&)> handler) {
  http::Route made{.method = http::Method::get, .pattern = std::move(pattern)};
  made.handle = http::direct(std::move(handler));
  made.summary = std::move(summary);
  made.openapi_operation = fmt::format(
      R"({{"tags":["calendar"],"parameters":[{}],"responses":{{"200":{{"description":"OK; with an ETag","content":{{"{}":{{"schema":{{"type":"string"}}}}}}}},"304":{{"description":"As it was, by If-None-Match"}}}}}})",
      parameters, type);
  return made;
}

}  // namespace

std::vector<http::Route> calendar_routes(CardService& service) {
  constexpr std::string_view of_party =
      R"({"name":"id","in":"path","required":true,"schema":{"type":"string"}},{"name":"language","in":"query","schema":{"type":"string","enum":["vi","en"]}})";
  std::vector<http::Route> routes;
  routes.push_back(route("/v1/parties/{}/vcard", "One party as vCard 4", of_party, "text/vcard",
                         [&service](Request& request) { return vcard(service, request); }));
  routes.push_back(route("/v1/parties/{}/calendar", "Key dates and reminders of one party as iCalendar", of_party,
                         "text/calendar",
                         [&service](Request& request) { return calendar_of_party(service, request); }));
  routes.push_back(route("/calendar.ics", "The calendar of a user, by a secret link: what comes near, of all parties",
                         R"({"name":"token","in":"query","required":true,"schema":{"type":"string"}})", "text/calendar",
                         [&service](Request& request) { return calendar_of_user(service, request); }));
  routes.back().auth = http::Auth::none;
  routes.back().needs = http::Scope::none;
  return routes;
}

}  // namespace ganbo::card
