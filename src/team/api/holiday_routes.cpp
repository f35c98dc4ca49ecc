#include "team/api/holiday_routes.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/api/small_body.hpp"

namespace ganbo::team {
namespace {

using http::Request;
using http::Response;
using http::Scope;

Result<int> year_of(const TeamService& service, const Request& request) {
  constexpr int year_min = 1900;
  constexpr int year_max = 2199;
  const auto text = request.param("year");
  if (!text || text->empty()) return civil_of(service.business.now()->zone.local_day(service.clock.now())).year;
  int year = 0;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), year);
  if (problem != std::errc{} || end != text->data() + text->size() || year < year_min || year > year_max)
    return invalid("year", "range", fmt::format("It must be {} to {}.", year_min, year_max));
  return year;
}

void write_day(JsonWriter& json, Day day, const parties::HolidayName& name, bool off, bool own) {
  json.begin_object().member("day", format_day(day));
  json.key("name").begin_object().member("en", name.en).member("vi", name.vi).end_object();
  json.member("off", off).member("own", own).end_object();
}

Result<Response> list(TeamService& service, const Request& request) {
  const int year = TRY(year_of(service, request));
  const auto business = service.business.now();
  const auto& calendar = business->calendar;
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("weekly_off", parties::weekly_off_words(calendar.weekly_off));
  json.member("public_holidays", calendar.public_holidays).key("data").begin_array();
  for (Day day = day_of(CivilDate{year, 1, 1}); civil_of(day).year == year; ++day.days) {
    const auto* own = parties::find_own_day(calendar, day);
    const auto holiday = parties::holiday(calendar, day);
    if (own != nullptr)
      write_day(json, day, {own->name, own->name}, own->off, true);
    else if (holiday)
      write_day(json, day, *holiday, true, false);
  }
  json.end_array().key("own").begin_array();
  for (const auto& [day, facts] : calendar.own)
    json.begin_object().member("day", day.text()).member("name", facts.name).member("off", facts.off).end_object();
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

Result<Response> submit(TeamService& service, const Request& request, const parties::OwnDay& day, std::string value) {
  const std::string key = std::string(own_day_setting) + day.text();
  const auto business = service.business.now();
  const auto known = business->calendar.own.find(day);
  Changed changed{key, known == business->calendar.own.end() ? std::string() : parties::own_day_text(known->second),
                  value};
  TRY(service.writer.submit(audited(std::make_unique<ChangeTeam>(change_setting({key, std::move(value)})), request,
                                    AuditAction::setting_changed, key, {}, {std::move(changed)})));
  return Response{204, "", "", {}, {}};
}

Result<Response> set(TeamService& service, Request& request) {
  const auto day = TRY(parties::parse_own_day(request.captures[0], "day"));
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  if (parser.parse(simdjson::padded_string(request.body.empty() ? "{}" : request.body)).get(body))
    return invalid("body", "json", "The body must be a JSON object.");
  parties::OwnDayFacts facts;
  for (const auto [key, value] : body) {
    std::string_view text;
    if (key == "off") {
      if (value.get(facts.off)) return invalid("off", "type", "It must be true or false.");
    } else if (key != "name") {
      return invalid(std::string(key), "known", "A day has name and off.");
    } else if (value.get(text)) {
      return invalid("name", "type", "It must be a text.");
    } else {
      facts.name = tidy_text(text);
    }
  }
  if (facts.name.size() > parties::own_day_name_bytes_max || facts.name.find('\0') != std::string::npos)
    return invalid(
        "name", "limit",
        fmt::format("A name is at most {} bytes long, without null characters.", parties::own_day_name_bytes_max));
  const auto business = service.business.now();
  if (business->calendar.own.size() >= parties::own_days_max && !business->calendar.own.contains(day))
    return invalid("day", "limit", fmt::format("At most {} days are kept; take some back.", parties::own_days_max));
  return submit(service, request, day, parties::own_day_text(facts));
}

Result<Response> take_back(TeamService& service, Request& request) {
  const auto day = TRY(parties::parse_own_day(request.captures[0], "day"));
  if (!service.business.now()->calendar.own.contains(day))
    return failure(ErrorCode::not_found,
                   "The business has said nothing of this day; GET /v1/holidays lists of which it has.");
  return submit(service, request, day, {});
}

}  // namespace

std::vector<http::Route> holiday_routes(TeamService& service) {
  std::vector<http::Route> routes;
  const auto add = [&](http::Method method, std::string pattern, Scope needs, std::string summary,
                       std::string operation, std::function<Result<Response>(Request&)> handler) {
    routes.push_back(route(method, std::move(pattern), http::Auth::bearer, needs, std::move(summary),
                           std::move(operation), std::move(handler)));
  };
  constexpr std::string_view day_in_path =
      R"({"name":"day","in":"path","required":true,"schema":{"type":"string"},"description":"2026-12-24, or 12-24 for that day of every year"})";
  add(http::Method::get, "/v1/holidays", Scope::read, "Days off in a year, but for the weekly ones",
      R"({"tags":["calendar"],"parameters":[{"name":"year","in":"query","schema":{"type":"integer"}}],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"type":"object","required":["weekly_off","public_holidays","data","own"],"properties":{"weekly_off":{"type":"string"},"public_holidays":{"type":"boolean"},"data":{"type":"array","items":{"type":"object","required":["day","name","off","own"],"properties":{"day":{"type":"string","format":"date"},"name":{"$ref":"#/components/schemas/Bilingual"},"off":{"type":"boolean"},"own":{"type":"boolean"}}}},"own":{"type":"array","items":{"type":"object","required":["day","name","off"],"properties":{"day":{"type":"string"},"name":{"type":"string"},"off":{"type":"boolean"}}}}}}}}}}})",
      [&service](Request& request) { return list(service, request); });
  add(http::Method::put, "/v1/holidays/{}", Scope::admin, "Says of a day whether the business works",
      fmt::format(
          R"({{"tags":["calendar"],"parameters":[{}],"requestBody":{{"content":{{"application/json":{{"schema":{{"type":"object","properties":{{"name":{{"type":"string"}},"off":{{"type":"boolean","description":"False: it is worked. True when left out"}}}}}}}}}}}},"responses":{{"204":{{"description":"Set"}}}}}})",
          day_in_path),
      [&service](Request& request) { return set(service, request); });
  add(http::Method::del, "/v1/holidays/{}", Scope::admin, "Takes back what was said of a day",
      fmt::format(R"({{"tags":["calendar"],"parameters":[{}],"responses":{{"204":{{"description":"Taken back"}}}}}})",
                  day_in_path),
      [&service](Request& request) { return take_back(service, request); });
  return routes;
}

}  // namespace ganbo::team
