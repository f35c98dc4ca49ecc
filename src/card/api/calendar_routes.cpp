#include "card/api/calendar_routes.hpp"

#include <fmt/format.h>

#include "card/api/asked_language.hpp"
#include "card/calendar_days.hpp"
#include "card/hidden_parts.hpp"
#include "card/icalendar.hpp"
#include "card/vcard.hpp"
#include "platform/base/hash.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/base/lunar_calendar.hpp"
#include "team/rights.hpp"

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
  auto response =
      file_answer(request, "text/vcard; charset=utf-8", vcard_of(card, {service.events.types, language, today}));
  name_file(response, card.party.id, "vcf");
  return response;
}

std::string calendar_text(const CardService& service, std::vector<DatedParty> parties, Language language,
                          bool with_contact_details) {
  if (!with_contact_details) hide_contact_details(parties);
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
  auto response =
      file_answer(request, std::string(calendar_type),
                  calendar_text(service, {party}, language, team::may(request.caller, team::Right::contact_details)));
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
  auto dated = TRY(service.record.dated_near(*lease, Day{today.days - days_shown_back}, Day{today.days + days_near},
                                             parties_near_max));
  http::Caller reader;  // the user, as if they had signed in
  reader.scopes = team::scopes_of_role(user->role).value_or(0);
  reader.rights = team::rights_of_role(user->role, service.directory.said_rights());
  return file_answer(request, std::string(calendar_type),
                     calendar_text(service, std::move(dated), user->locale == "en" ? Language::en : Language::vi,
                                   team::may(reader, team::Right::contact_details)));
}

struct Span {
  Day since;
  Day until;
};

// Six weeks of a month's page, and some more.
constexpr int span_days_max = 62;

Result<Span> span_of(const CardService& service, const Request& request) {
  const Day today = service.events.business.now()->zone.local_day(service.events.clock.now());
  const auto day_in = [&](std::string_view name, Day otherwise) -> Result<Day> {
    const auto text = request.param(name);
    return text && !text->empty() ? parse_day(*text, name) : Result<Day>(otherwise);
  };
  Span span;
  span.since = TRY(day_in("since", today));
  span.until = TRY(day_in("until", Day{span.since.days + 30}));
  if (span.until < span.since || span.until.days - span.since.days >= span_days_max)
    return invalid("until", "range", fmt::format("At least since, and less than {} days later.", span_days_max));
  return span;
}

// Every day of the span, with its lunar date and whether the business works.
void write_days(JsonWriter& json, const Span& span, const parties::BusinessCalendar& calendar) {
  json.key("days").begin_array();
  for (Day day = span.since; day <= span.until; ++day.days) {
    json.begin_object().member("day", format_day(day)).key("lunar");
    if (const auto lunar = lunar_of(day))
      json.text(format_lunar(*lunar));
    else
      json.null();
    json.member("off", is_day_off(calendar, day)).key("holiday");
    const auto* own = parties::find_own_day(calendar, day);
    const auto holiday = parties::holiday(calendar, day);
    if (own == nullptr && !holiday) {
      json.null();
    } else {
      const parties::HolidayName name = own != nullptr ? parties::HolidayName{own->name, own->name} : *holiday;
      json.begin_object().member("en", name.en).member("vi", name.vi).end_object();
    }
    json.end_object();
  }
  json.end_array();
}

Result<Response> calendar_of_all(CardService& service, Request& request) {
  const Span span = TRY(span_of(service, request));
  const auto business = service.events.business.now();
  auto lease = TRY(service.readers.take());
  const Day today = business->zone.local_day(service.events.clock.now());
  const auto parties = TRY(service.record.dated_between(*lease, span.since, span.until, today, parties_near_max));
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& entry : calendar_days(parties, span.since, span.until, business->calendar)) {
    json.begin_object().member("day", format_day(entry.day)).member("falls_on", format_day(entry.falls_on));
    json.key("party").begin_object().member("id", entry.party.text()).member("name", entry.name).end_object();
    json.member("kind", entry.kind).member("number", entry.number).member("text", entry.text);
    json.member("calendar", entry.lunar ? "lunar" : "solar").member("yearly", entry.yearly).end_object();
  }
  json.end_array().member("truncated", std::ssize(parties) >= parties_near_max);
  write_days(json, span, business->calendar);
  json.end_object();
  return http::json(200, std::move(out));
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
  http::Route all{.method = http::Method::get, .pattern = "/v1/calendar"};
  all.handle = http::direct([&service](Request& request) { return calendar_of_all(service, request); });
  all.summary = "Key dates and reminders of all parties within some days, and what those days are";
  all.openapi_operation =
      R"({"tags":["calendar"],"parameters":[{"name":"since","in":"query","schema":{"type":"string","format":"date"},"description":"Today when left out"},{"name":"until","in":"query","schema":{"type":"string","format":"date"},"description":"Included; at most 61 days later"}],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"type":"object","required":["data","truncated","days"],"properties":{"data":{"type":"array","items":{"type":"object","required":["day","falls_on","party","kind","number","text","calendar","yearly"],"properties":{"day":{"type":"string","format":"date","description":"On which it is kept, or by which it is to be done"},"falls_on":{"type":"string","format":"date","description":"Another day where a day off moved it"},"party":{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string"}}},"kind":{"type":"string","enum":["birthday","anniversary","lease","visit","contract","key_date","reminder"]},"number":{"type":"string"},"text":{"type":"string"},"calendar":{"type":"string","enum":["solar","lunar"]},"yearly":{"type":"boolean"}}}},"truncated":{"type":"boolean","description":"There are more parties than can be shown: ask for fewer days"},"days":{"type":"array","items":{"type":"object","required":["day","lunar","off","holiday"],"properties":{"day":{"type":"string","format":"date"},"lunar":{"type":["string","null"],"description":"1990-04-23, in a leap month 2023-02L-10"},"off":{"type":"boolean"},"holiday":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Bilingual"}]}}}}}}}}}}})";
  routes.push_back(std::move(all));
  return routes;
}

}  // namespace ganbo::card
