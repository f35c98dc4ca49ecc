#include "events/api/rate_routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/set_rates.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using http::Request;
using http::Response;
using http::Scope;

constexpr std::size_t said_bytes_max = 1000;   // of what was said, in the audit trail
constexpr std::size_t rates_shown_max = 1000;  // of a currency, the latest

void write_rates(JsonWriter& json, Currency currency, const std::map<Day, Rate>& rates) {
  std::size_t shown = 0;
  for (auto rate = rates.rbegin(); rate != rates.rend() && shown < rates_shown_max; ++rate, ++shown)
    json.begin_object()
        .member("currency", currency.code())
        .member("from", format_day(rate->first))
        .member("rate", format_rate(rate->second))
        .end_object();
}

Result<Response> list(RateService& service, const Request& request) {
  const auto business = service.events.business.now();
  std::optional<Currency> only;
  if (const auto code = request.param("currency"); code && !code->empty())
    only = TRY(Currency::parse(*code, "currency"));
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("reporting_currency", business->currency.code()).key("data").begin_array();
  for (const auto& [currency, rates] : business->rates->by_currency())
    if (!only || currency == *only) write_rates(json, currency, rates);
  json.end_array().key("waiting").begin_array();
  for (const auto& waiting : TRY(service.waiting()))
    if (!only || waiting.currency == *only)
      json.begin_object()
          .member("currency", waiting.currency.code())
          .member("touchpoints", waiting.events)
          .member("first_day", format_day(waiting.first_day))
          .end_object();
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

Result<SetRates::Said> read_rate(JsonObject object, const std::string& path) {
  for (const auto [key, value] : object)
    if (key != "currency" && key != "from" && key != "rate")
      return invalid(path + std::string(key), "known", "A rate has currency, from and rate.");
  const auto field = [&](std::string_view name) { return path + std::string(name); };
  SetRates::Said said;
  said.currency = TRY(Currency::parse(text_of(object, "currency"), field("currency")));
  const auto from = text_of(object, "from");
  if (from.empty()) return invalid(field("from"), "required", "Say from which day on it holds, such as 2026-01-31.");
  said.from = TRY(parse_day(from, field("from")));
  JsonElement rate;
  if (object.at_key("rate").get(rate)) return invalid(field("rate"), "required", "Say what one unit is worth.");
  said.rate = TRY(parse_rate(number_text(rate), field("rate")));
  return said;
}

Result<Response> submit(RateService& service, const Request& request, std::vector<SetRates::Said> rates) {
  auto command = std::make_unique<SetRates>();
  command->rates = std::move(rates);
  command->user = request.caller.user;
  command->source = request.caller.source;
  const auto count = std::ssize(command->rates);
  std::string said;
  for (const auto& rate : command->rates)
    if (said.size() < said_bytes_max)
      said += fmt::format("{}{} {} {}", said.empty() ? "" : ", ", rate.currency.code(), format_day(rate.from),
                          rate.rate ? format_rate(*rate.rate) : std::string("taken back"));
  TRY(service.events.writer.submit(service.events.asked_for(std::move(command), request, "rates", "", said)));
  std::string out;
  JsonWriter(out).begin_object().member("set", count).end_object();
  return http::json(200, std::move(out));
}

Result<Response> set(RateService& service, Request& request) {
  const JsonElement document = TRY(parse_json(request.body, 2, "body"));
  JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  std::vector<SetRates::Said> rates;
  simdjson::dom::array list;
  if (body.at_key("rates").get(list)) {
    rates.push_back(TRY(read_rate(body, "")));
  } else {
    if (list.size() > rates_of_a_request_max)
      return Error{ErrorCode::too_large, fmt::format("A request sets at most {} rates.", rates_of_a_request_max),
                   "rates", "limit"};
    for (const JsonElement element : list) {
      JsonObject object;
      const std::string path = fmt::format("rates[{}]", rates.size());
      if (element.get(object)) return invalid(path, "type", "It must be an object.");
      rates.push_back(TRY(read_rate(object, path + ".")));
    }
  }
  if (rates.empty()) return invalid("rates", "required", "Name at least one rate.");
  if (service.events.business.now()->rates->size() + rates.size() > rates_max)
    return invalid("rates", "limit", fmt::format("At most {} rates are kept; take some back.", rates_max));
  return submit(service, request, std::move(rates));
}

Result<Response> take_back(RateService& service, Request& request) {
  const Currency currency = TRY(Currency::parse(request.captures[0], "currency"));
  const Day from = TRY(parse_day(request.captures[1], "from"));
  const auto business = service.events.business.now();
  const auto& known = business->rates->by_currency();
  const auto rates = known.find(currency);
  if (rates == known.end() || !rates->second.contains(from))
    return failure(ErrorCode::not_found,
                   "There is no rate of that currency from that day on; GET /v1/rates lists them.");
  return submit(service, request, {{currency, from, std::nullopt}});
}

constexpr std::string_view rate_fields =
    R"("currency":{"type":"string","description":"A code of ISO 4217"},"from":{"type":"string","format":"date"},"rate":{"type":"string","description":"Reporting units for one unit, more than 0, up to 12 decimals"})";
constexpr std::string_view set_answer =
    R"("200":{"description":"Set; what happened since then is valued anew","content":{"application/json":{"schema":{"type":"object","required":["set"],"properties":{"set":{"type":"integer"}}}}}})";

}  // namespace

std::vector<http::Route> rate_routes(RateService& service) {
  std::vector<http::Route> routes;
  http::Route listing{.method = http::Method::get, .pattern = "/v1/rates"};
  listing.handle = http::direct([&service](Request& request) { return list(service, request); });
  listing.summary = "Exchange rates, the latest first, and which currencies wait for one";
  listing.openapi_operation = fmt::format(
      R"({{"tags":["rates"],"parameters":[{{"name":"currency","in":"query","schema":{{"type":"string"}}}}],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{{"type":"object","required":["reporting_currency","data","waiting"],"properties":{{"reporting_currency":{{"type":"string"}},"data":{{"type":"array","items":{{"type":"object","required":["currency","from","rate"],"properties":{{{}}}}}}},"waiting":{{"type":"array","items":{{"type":"object","required":["currency","touchpoints","first_day"],"properties":{{"currency":{{"type":"string"}},"touchpoints":{{"type":"integer"}},"first_day":{{"type":"string","format":"date"}}}}}}}}}}}}}}}}}}}}}})",
      rate_fields);
  routes.push_back(std::move(listing));
  http::Route setting{.method = http::Method::post, .pattern = "/v1/rates", .needs = Scope::admin};
  setting.handle = http::direct([&service](Request& request) { return set(service, request); });
  setting.summary = "Sets one exchange rate, or a list of them (`rates`)";
  setting.openapi_operation = fmt::format(
      R"({{"tags":["rates"],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","properties":{{{0},"rates":{{"type":"array","items":{{"type":"object","required":["currency","from","rate"],"properties":{{{0}}}}}}}}}}}}}}}}},"responses":{{{1}}}}})",
      rate_fields, set_answer);
  routes.push_back(std::move(setting));
  http::Route gone{.method = http::Method::del, .pattern = "/v1/rates/{}/{}", .needs = Scope::admin};
  gone.handle = http::direct([&service](Request& request) { return take_back(service, request); });
  gone.summary = "Takes back a rate: the one of an earlier day is in force again";
  gone.openapi_operation = fmt::format(
      R"({{"tags":["rates"],"parameters":[{{"name":"currency","in":"path","required":true,"schema":{{"type":"string"}}}},{{"name":"from","in":"path","required":true,"schema":{{"type":"string","format":"date"}}}}],"responses":{{{}}}}})",
      set_answer);
  routes.push_back(std::move(gone));
  return routes;
}

}  // namespace ganbo::events
