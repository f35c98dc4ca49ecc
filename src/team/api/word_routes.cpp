#include "team/api/word_routes.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include "events/lead_days.hpp"
#include "events/relook_key_dates.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/api/small_body.hpp"

namespace ganbo::team {
namespace {

using http::Request;
using http::Response;
using http::Scope;
using parties::OwnWord;
using parties::OwnWords;
using parties::WordFamily;

// One of a list, left open for what only its family has.
void write_word(JsonWriter& json, std::string_view key, std::string_view en, std::string_view vi, bool own,
                bool retired) {
  json.begin_object().member("key", key).key("label").begin_object().member("en", en).member("vi", vi).end_object();
  json.member("own", own).member("retired", retired);
}

Response roles(const OwnWords& words) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& role : events::find_field(events::envelope_fields(), "role")->choices) {
    write_word(json, role.value, role.label.en, role.label.vi, false, false);
    json.end_object();
  }
  for (const auto& [key, word] : words.roles) {
    write_word(json, key, word.label.en, word.label.vi, true, word.retired);
    json.end_object();
  }
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

Response key_date_kinds(const OwnWords& words) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  const auto add_days = [&](std::string_view key, int usual) {
    json.member("lead_days", events::lead_days_of(key, words).value_or(usual)).member("usual_lead_days", usual);
    json.end_object();
  };
  for (const auto& known : events::key_date_kinds()) {
    write_word(json, known.kind, known.label.en, known.label.vi, false, false);
    add_days(known.kind, known.usual_lead_days);
  }
  for (const auto& [key, word] : words.key_date_kinds) {
    if (!word.is_added()) continue;
    write_word(json, key, word.label.en, word.label.vi, true, word.retired);
    add_days(key, parties::lead_days_usual);
  }
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

bool is_everybodys(WordFamily family, std::string_view key) {
  return family == WordFamily::role ? parties::is_role(key) : events::find_key_date_kind(key) != nullptr;
}

Result<int> days_of(simdjson::dom::element value) {
  std::int64_t days = 0;
  if (value.get(days) || days < 0 || days > parties::lead_days_max)
    return invalid("lead_days", "range", fmt::format("A whole number from 0 to {}.", parties::lead_days_max));
  return static_cast<int>(days);
}

// What the body says, over what was said before. `everybodys`: every business has the word.
Result<OwnWord> said_of(const Request& request, WordFamily family, bool everybodys, OwnWord word) {
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  if (parser.parse(simdjson::padded_string(request.body)).get(body))
    return invalid("body", "json", "The body must be a JSON object.");
  for (const auto [key, value] : body) {
    if (key == "lead_days" && family == WordFamily::key_date_kind) {
      word.lead_days = TRY(days_of(value));
    } else if (everybodys) {
      return invalid(std::string(key), "reserved",
                     family == WordFamily::role ? "Every business has this role as it is."
                                                : "Of a kind that every business has, only lead_days can be said.");
    } else if (key == "label") {
      simdjson::dom::object label;
      std::string_view en;
      std::string_view vi;
      if (value.get(label) || label["en"].get(en) || label["vi"].get(vi))
        return invalid("label", "type", "It must be an object with en and vi.");
      word.label = {tidy_text(en), tidy_text(vi)};
    } else if (key == "retired") {
      if (value.get(word.retired)) return invalid("retired", "type", "It must be true or false.");
    } else {
      return invalid(std::string(key), "known", "A word has label and retired, a kind of key date lead_days as well.");
    }
  }
  return word;
}

Result<Response> put(TeamService& service, const Request& request, WordFamily family) {
  const std::string key = request.captures[0];
  const auto business = service.business.now();
  const auto& known = business->words.of(family);
  const auto found = known.find(key);
  const OwnWord before = found == known.end() ? OwnWord{} : found->second;
  const bool everybodys = is_everybodys(family, key);
  const OwnWord word = TRY(said_of(request, family, everybodys, before));
  if (!everybodys) {
    TRY(check_added(key, word));
    if (family == WordFamily::key_date_kind && !events::is_free_kind(key))
      return invalid("key", "reserved", fmt::format("{} is the name of something else. Choose another key.", key));
    if (found == known.end() && known.size() >= parties::own_words_max)
      return invalid("key", "limit",
                     fmt::format("At most {} are kept, retired ones included. Take one up again under another label.",
                                 parties::own_words_max));
  }
  const std::string setting = std::string(parties::setting_of(family)) + key;
  const std::string text = own_word_text(word);
  auto command = std::make_unique<ChangeTeam>(change_setting({setting, text}));
  if (word.lead_days != before.lead_days)
    command->then = events::RelookKeyDates::from_the_first(key, service.clock.now());
  Changed changed{setting, found == known.end() ? std::string() : own_word_text(before), text};
  TRY(service.writer.submit(
      audited(std::move(command), request, AuditAction::setting_changed, setting, {}, {std::move(changed)})));
  return Response{204, "", "", {}, {}};
}

}  // namespace

std::vector<http::Route> word_routes(TeamService& service) {
  std::vector<http::Route> routes;
  const auto add = [&](http::Method method, std::string pattern, Scope needs, std::string summary,
                       std::string operation, std::function<Result<Response>(Request&)> handler) {
    routes.push_back(route(method, std::move(pattern), http::Auth::bearer, needs, std::move(summary),
                           std::move(operation), std::move(handler)));
  };
  constexpr std::string_view listed =
      R"({{"tags":["operations"],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{{"type":"object","required":["data"],"properties":{{"data":{{"type":"array","items":{{"type":"object","required":["key","label","own","retired"{}],"properties":{{"key":{{"type":"string"}},"label":{{"$ref":"#/components/schemas/Bilingual"}},"own":{{"type":"boolean","description":"The business added it"}},"retired":{{"type":"boolean","description":"Not taken any more"}}{}}}}}}}}}}}}}}}}}}}}})";
  constexpr std::string_view said =
      R"({{"tags":["operations"],"parameters":[{{"name":"key","in":"path","required":true,"schema":{{"type":"string","pattern":"^[a-z][a-z0-9_]{{0,39}}$"}}}}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","properties":{{"label":{{"$ref":"#/components/schemas/Bilingual"}},"retired":{{"type":"boolean"}}{}}}}}}}}}}},"responses":{{"204":{{"description":"Kept"}}}}}})";
  add(http::Method::get, "/v1/roles", Scope::read, "Roles in which parties are met",
      fmt::format(fmt::runtime(listed), "", ""),
      [&service](Request&) -> Result<Response> { return roles(service.business.now()->words); });
  add(http::Method::put, "/v1/roles/{}", Scope::admin,
      "Adds a role, or says what it is called and whether it is retired", fmt::format(fmt::runtime(said), ""),
      [&service](Request& request) { return put(service, request, WordFamily::role); });
  add(http::Method::get, "/v1/key-date-kinds", Scope::read,
      "Kinds of key dates, and how many days before somebody is reminded",
      fmt::format(
          fmt::runtime(listed), R"(,"lead_days","usual_lead_days")",
          R"(,"lead_days":{"type":"integer","description":"So many days before, somebody is reminded, where the key date does not say"},"usual_lead_days":{"type":"integer","description":"The same where the business did not say"})"),
      [&service](Request&) -> Result<Response> { return key_date_kinds(service.business.now()->words); });
  add(http::Method::put, "/v1/key-date-kinds/{}", Scope::admin,
      "Adds a kind of key date, or says what it is called, when somebody is reminded and whether it is retired",
      fmt::format(fmt::runtime(said),
                  fmt::format(R"(,"lead_days":{{"type":"integer","minimum":0,"maximum":{}}})", parties::lead_days_max)),
      [&service](Request& request) { return put(service, request, WordFamily::key_date_kind); });
  return routes;
}

}  // namespace ganbo::team
