// The part of Instance that keeps the settings of the business: which there are, what may be said of each, and what
// follows from a change.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "events/payload.hpp"
#include "events/redate_parties.hpp"
#include "events/store/queries.hpp"
#include "instance.hpp"
#include "parties/phone_region.hpp"
#include "parties/store/queries.hpp"
#include "parties/store/stored_fields.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/engine/store/queries.hpp"
#include "team/api/holiday_routes.hpp"
#include "team/api/word_routes.hpp"
#include "team/audited.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t sells_bytes_max = 2'000;

// As it is kept, or why it cannot be.
using ReadSetting = Result<std::string> (*)(std::string_view text, std::string_view key);

struct Setting {
  std::string_view key;
  std::string_view schema;  // of OpenAPI
  ReadSetting read;
};

Result<std::string> read_name(std::string_view text, std::string_view key) {
  if (tidy_text(text).empty() || text.size() > name_bytes_max)
    return invalid(std::string(key), "limit", fmt::format("A name is 1 to {} bytes long.", name_bytes_max));
  return std::string(text);
}

Result<std::string> read_sells(std::string_view text, std::string_view key) {
  if (text.size() > sells_bytes_max || text.find('\0') != std::string_view::npos)
    return invalid(std::string(key), "limit",
                   fmt::format("At most {} bytes, without null characters.", sells_bytes_max));
  return std::string(text);
}

Result<std::string> read_yes_or_no(std::string_view text, std::string_view key) {
  if (text != "yes" && text != "no") return invalid(std::string(key), "choice", "It must be yes or no.");
  return std::string(text);
}

Result<std::string> read_own_network(std::string_view text, std::string_view key) {
  if (text != "yes" && text != "no")
    return invalid(std::string(key), "choice",
                   "It must be yes (webhooks may be sent to this machine and to networks of one's own) or no.");
  return std::string(text);
}

Result<std::string> read_days_off(std::string_view text, std::string_view key) {
  return parties::weekly_off_words(TRY(parties::parse_weekly_off(text, key)));
}

Result<std::string> read_holidays(std::string_view text, std::string_view key) {
  if (text != "vn" && text != "none")
    return invalid(std::string(key), "choice",
                   "It must be vn (the public holidays of Vietnam) or none. Days of your own: ganbo holiday set.");
  return std::string(text);
}

Result<std::string> read_time_zone(std::string_view text, std::string_view key) {
  if (const auto zone = TimeZone::named(text); !zone.ok()) {
    Error error = zone.error();
    error.field = key;
    return error;
  }
  return std::string(text);
}

Result<std::string> read_currency(std::string_view text, std::string_view key) {
  TRY(Currency::parse(text, key));
  return std::string(text);
}

Result<std::string> read_odds(std::string_view text, std::string_view key) {
  if (text != "off" && !linkage::read_merge_odds(text))
    return invalid(std::string(key), "range",
                   fmt::format("It is off, or the odds to 1 from which two are merged without asking: a whole "
                               "number from {} to {}.",
                               linkage::merge_odds_min, linkage::merge_odds_max));
  return std::string(text);
}

Result<std::string> read_hold_out_setting(std::string_view text, std::string_view key) {
  if (!team::read_hold_out(text))
    return invalid(std::string(key), "range",
                   fmt::format("A whole number from 0 to {}: from how many in a hundred parties a suggestion that is "
                               "not owed to them is withheld.",
                               team::hold_out_max));
  return std::string(text);
}

Result<std::string> read_kept_days_setting(std::string_view text, std::string_view key) {
  if (!team::read_kept_days(text))
    return invalid(std::string(key), "range",
                   fmt::format("For how many days the audit trail is kept: a whole number from {} to {}.",
                               team::kept_days_min, team::kept_days_max));
  return std::string(text);
}

Result<std::string> read_rights(std::string_view text, std::string_view key) {
  return team::words_of_rights(TRY(team::parse_rights(text, key)));
}

constexpr std::string_view rights_schema =
    R"({"type":"string","description":"What the role is shown and may take away: contact_details, margins, export, separated by spaces; or none"})";

constexpr Setting settings[] = {
    {"business.name", R"({"type":"string"})", read_name},
    {"business.sells", R"({"type":"string","description":"What it sells, and to whom, in its own words"})", read_sells},
    {"business.set_up",
     R"({"type":"string","enum":["yes","no"],"description":"Whether an owner has gone through the first questions"})",
     read_yes_or_no},
    {"business.time_zone", R"({"type":"string","description":"As in the IANA database: Asia/Ho_Chi_Minh"})",
     read_time_zone},
    {"business.currency", R"({"type":"string","description":"ISO 4217; fixed once there are parties"})", read_currency},
    {"business.phone_region", R"({"type":"string","description":"ISO 3166-1, for numbers without a country's code"})",
     parties::parse_phone_region},
    {"business.days_off", R"({"type":"string","description":"saturday sunday, or none"})", read_days_off},
    {"business.holidays", R"({"type":"string","enum":["vn","none"]})", read_holidays},
    {"duplicates.merge_from_odds",
     R"({"type":"string","description":"off, or the odds to 1 from which two are merged without asking"})", read_odds},
    {"today.hold_out",
     R"({"type":"string","description":"From how many in a hundred parties a suggestion that is not owed to them is withheld, so that its effect can be told"})",
     read_hold_out_setting},
    {"audit.kept_days", R"({"type":"string","description":"For how many days the audit trail is kept"})",
     read_kept_days_setting},
    {"webhooks.own_network",
     R"({"type":"string","enum":["yes","no"],"description":"Whether webhooks may be sent to this machine and to networks of one's own"})",
     read_own_network},
    {"access.manager", rights_schema, read_rights},
    {"access.staff", rights_schema, read_rights},
    {"access.analyst", rights_schema, read_rights},
    {"access.read_only", rights_schema, read_rights},
};

const Setting* setting_named(std::string_view key) {
  const auto found =
      std::find_if(std::begin(settings), std::end(settings), [&](const Setting& known) { return known.key == key; });
  return found == std::end(settings) ? nullptr : found;
}

Error no_such_setting(std::string_view key) {
  std::string known;
  for (const auto& setting : settings) known += fmt::format("{}{}", known.empty() ? "" : ", ", setting.key);
  return invalid(std::string(key), "known", fmt::format("The settings are {}.", known));
}

std::string settings_schema() {
  std::string properties;
  for (const auto& setting : settings)
    properties += fmt::format(R"({}"{}":{})", properties.empty() ? "" : ",", setting.key, setting.schema);
  return fmt::format(R"({{"type":"object","properties":{{{}}}}})", properties);
}

}  // namespace

// One at a time: of two changes the later one is read last.
Result<void> Instance::load_business() {
  const std::lock_guard lock(business_mutex_);
  auto lease = TRY(readers_->take());
  parties::Business business;
  std::optional<double> merge_from_odds;
  int hold_out = team::hold_out_default;
  bool own_network = false;
  team::SaidRights said_rights;
  int kept_days = team::kept_days_default;
  for (const auto& row : TRY(lease->all(engine::sql::AllSettings{}))) {
    if (row.key == "business.name") business.name = row.value;
    if (row.key == "business.time_zone") business.zone = TRY(TimeZone::named(row.value));
    if (row.key == "business.currency") business.currency = TRY(Currency::parse(row.value, row.key));
    if (row.key == "business.phone_region") business.phone_region = row.value;
    if (row.key == "duplicates.merge_from_odds") merge_from_odds = linkage::read_merge_odds(row.value);
    if (row.key == "today.hold_out") hold_out = team::read_hold_out(row.value).value_or(hold_out);
    if (row.key == "webhooks.own_network") own_network = row.value == "yes";
    if (const auto role = team::role_of_setting(row.key); !role.empty())
      said_rights.emplace(role, TRY(team::parse_rights(row.value, row.key)));
    if (row.key == team::kept_days_setting) kept_days = team::read_kept_days(row.value).value_or(kept_days);
    if (row.key == "business.days_off")
      business.calendar.weekly_off = TRY(parties::parse_weekly_off(row.value, row.key));
    if (row.key == "business.holidays") business.calendar.public_holidays = row.value == "vn";
    if (row.key.starts_with(team::own_day_setting) && !row.value.empty())
      business.calendar.own[TRY(parties::parse_own_day(row.key.substr(team::own_day_setting.size()), row.key))] =
          parties::own_day_facts(row.value);
    for (const auto family : {parties::WordFamily::role, parties::WordFamily::key_date_kind})
      if (const auto setting = parties::setting_of(family); row.key.starts_with(setting))
        (family == parties::WordFamily::role ? business.words.roles : business.words.key_date_kinds)
            .emplace(row.key.substr(setting.size()), parties::own_word(row.value));
    if (row.key == "demo") business.demo = row.value == "true";
  }
  duplicates_.merge_from(merge_from_odds);
  hold_out_percent_ = hold_out;
  endpoints_.allow_own_network(own_network);
  directory_.set_said_rights(std::move(said_rights));
  audit_kept_days_ = kept_days;
  ExchangeRates rates;
  for (const auto& row : TRY(lease->all(events::sql::AllExchangeRates{}))) {
    const Currency currency = Currency::trusted(row.currency);
    const Day from{static_cast<std::int32_t>(row.from_day)};
    row.rate ? rates.set(currency, from, Rate{*row.rate}) : rates.take_back(currency, from);
  }
  business.rates = std::make_shared<const ExchangeRates>(std::move(rates));
  for (const auto& row : TRY(lease->all(events::sql::AllNamedFields{}))) business.named_fields.insert(row.field);
  business.fields = TRY(parties::load_custom_fields(*lease));
  for (const auto& field : business.named_fields) waiting_fields_.forget(field);
  for (const auto& [key, field] : business.fields) waiting_fields_.forget("identify." + key);
  business_.set(std::move(business));
  return {};
}

Result<std::vector<team::SettingChange>> Instance::settings_now() {
  const auto business = business_.now();
  std::string sells;
  std::string set_up = "no";
  {
    auto lease = TRY(readers_->take());
    for (const auto& row : TRY(lease->all(engine::sql::AllSettings{}))) {
      if (row.key == "business.sells") sells = row.value;
      if (row.key == "business.set_up") set_up = row.value;
    }
  }
  const auto odds = duplicates_.merges_from();
  std::vector<team::SettingChange> now{{"business.name", business->name},
                                       {"business.time_zone", std::string(business->zone.name())},
                                       {"business.currency", std::string(business->currency.code())},
                                       {"business.phone_region", business->phone_region},
                                       {"duplicates.merge_from_odds", odds ? fmt::format("{:.0f}", *odds) : "off"},
                                       {"business.days_off", parties::weekly_off_words(business->calendar.weekly_off)},
                                       {"business.holidays", business->calendar.public_holidays ? "vn" : "none"},
                                       {"today.hold_out", std::to_string(hold_out_percent_.load())},
                                       {"webhooks.own_network", endpoints_.own_network_allowed() ? "yes" : "no"},
                                       {"business.sells", sells},
                                       {"business.set_up", business->demo ? "yes" : set_up},
                                       {std::string(team::kept_days_setting), std::to_string(audit_kept_days_.load())}};
  const auto said = directory_.said_rights();
  for (const auto& facts : team::role_table) {
    const std::string key = std::string(team::rights_setting) + std::string(facts.role);
    if (!team::role_of_setting(key).empty())
      now.push_back({key, team::words_of_rights(team::rights_of_role(facts.role, said))});
  }
  return now;
}

Result<Response> Instance::show_settings(Request&) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (const auto& [key, value] : TRY(settings_now())) json.member(key, value);
  json.end_object();
  return http::json(200, std::move(out));
}

// The currency is in every figure: while there are parties it cannot be changed here. A changed time zone dates all
// that happened anew.
Result<Response> Instance::change_settings(Request& request) {
  const auto document = TRY(events::parse_json(request.body.empty() ? "{}" : request.body, 2, "body"));
  events::JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  std::vector<team::SettingChange> changes;
  for (const auto [key, value] : body) {
    const Setting* setting = setting_named(key);
    if (setting == nullptr) return no_such_setting(key);
    std::string_view text;
    if (value.get(text)) return invalid(std::string(key), "type", "It must be a text.");
    changes.push_back({std::string(key), TRY(setting->read(text, key))});
    if (key != "business.currency") continue;
    auto lease = TRY(readers_->take());
    const auto count = TRY(lease->one(parties::sql::CountParties{}));
    if (count && count->parties > 0)
      return Error{ErrorCode::conflict,
                   "There are parties already, and their figures are kept in it. Set it in an empty directory.",
                   std::string(key), "empty"};
  }
  const auto before = TRY(settings_now());
  for (auto& change : changes) {
    team::Changed changed{change.key, {}, change.value};
    for (const auto& [key, value] : before)
      if (key == change.key) changed.from = value;
    const std::string key = change.key;
    const bool redates = change.key == "business.time_zone" && change.value != business_.now()->zone.name();
    const std::string zone = change.value;
    auto command = std::make_unique<team::ChangeTeam>(team::change_setting(std::move(change)));
    if (redates) command->then = events::RedateParties::from_the_first(zone, clock_.now());
    TRY(writer_->submit(
        team::audited(std::move(command), request, team::AuditAction::setting_changed, key, {}, {std::move(changed)})));
  }
  return show_settings(request);
}

std::vector<http::Route> Instance::setting_routes() {
  const std::string schema = settings_schema();
  const std::string answer = fmt::format(
      R"("responses":{{"200":{{"description":"All of them","content":{{"application/json":{{"schema":{}}}}}}}}})",
      schema);
  http::Route read{.method = Method::get, .pattern = "/v1/settings", .needs = Scope::read};
  read.handle = http::direct([this](Request& request) { return show_settings(request); });
  read.summary = "Settings of the business";
  read.openapi_operation = fmt::format(R"({{"tags":["operations"],{}}})", answer);
  http::Route write{.method = Method::patch, .pattern = "/v1/settings", .needs = Scope::admin};
  write.handle = http::direct([this](Request& request) { return change_settings(request); });
  write.summary = "Changes settings of the business";
  write.openapi_operation = fmt::format(
      R"({{"tags":["operations"],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{}}}}}}},{}}})",
      schema, answer);
  std::vector<http::Route> routes{read, write};
  std::ranges::move(team::word_routes(*team_service_), std::back_inserter(routes));
  return routes;
}

}  // namespace ganbo::app
