#include "team/api/audit_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "platform/base/json_writer.hpp"
#include "team/api/small_body.hpp"

namespace ganbo::team {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::int64_t page_rows_default = 50;
constexpr std::int64_t page_rows_max = 200;
constexpr std::int64_t slice = 500;
constexpr std::int64_t looked_at_max = 20'000;  // then the page ends, and the next one goes on from there

// What is asked for. What is left out is not looked at.
struct Asked {
  AuditPage page;
  std::int64_t limit = page_rows_default;
  UserId user;
  std::string key_id;
  std::string action;
  PartyId party;

  bool takes(const WrittenEntry& written) const {
    const auto& entry = written.entry;
    return (!user || entry.actor.user == user) && (key_id.empty() || entry.actor.key_id == key_id) &&
           (action.empty() || written.action == action) && (!party || entry.party == party);
  }
};

// "<noted_at>.<id>" of the last entry of the page before.
std::string cursor_after(const AuditEntry& entry) {
  return fmt::format("{}.{}", entry.noted_at.micros, entry.id.value);
}
Result<void> read_cursor(std::string_view sent, AuditPage& page) {
  const auto dot = std::min(sent.find('.'), sent.size());
  const auto parse = [](std::string_view text, std::int64_t& value) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc{} && end == text.data() + text.size();
  };
  if (dot < sent.size() && parse(sent.substr(0, dot), page.before_at.micros) &&
      parse(sent.substr(dot + 1), page.before_id.value))
    return {};
  return invalid("cursor", "format", "Send next_cursor of the page before as it was.");
}

Result<Asked> read_asked(const TeamService& service, const Request& request) {
  Asked asked;
  const auto given = [&](std::string_view name) { return std::string(request.param(name).value_or("")); };
  if (const auto limit = given("limit"); !limit.empty()) {
    const auto [end, problem] = std::from_chars(limit.data(), limit.data() + limit.size(), asked.limit);
    if (problem != std::errc{} || end != limit.data() + limit.size() || asked.limit < 1 || asked.limit > page_rows_max)
      return invalid("limit", "range", fmt::format("It must be 1 to {}.", page_rows_max));
  }
  const auto& zone = service.business.now()->zone;
  std::optional<Day> from;
  if (const auto said = given("from"); !said.empty()) {
    from = TRY(parse_day(said, "from"));
    asked.page.since = zone.instant_of(*from, 0);
  }
  if (const auto said = given("until"); !said.empty()) {
    const Day until = TRY(parse_day(said, "until"));
    if (from && until < *from) return invalid("until", "range", "It is before the first day asked for.");
    asked.page.before_at = zone.instant_of({until.days + 1}, 0);
  }
  if (const auto said = given("cursor"); !said.empty()) TRY(read_cursor(said, asked.page));
  if (const auto login = given("user"); !login.empty()) {
    const auto directory = service.directory.now();
    const auto user = directory->users.find(login);
    if (user == directory->users.end()) return invalid("user", "known", "Nobody has this login.");
    asked.user = user->second.id;
  }
  asked.key_id = given("key");
  asked.action = given("action");
  if (!asked.action.empty() && !parse_audit_action(asked.action))
    return invalid("action", "choice", "It must be one of " + audit_action_words() + ".");
  if (const auto said = given("party"); !said.empty()) asked.party = TRY(parse_id<PartyId>(said, "party"));
  asked.page.limit = slice;
  return asked;
}

void write_entry(JsonWriter& json, const WrittenEntry& written, const Directory& directory, const std::string& party) {
  const auto& entry = written.entry;
  const User* user = directory.user(entry.actor.user);
  json.begin_object().member("id", entry.id.text()).member("at", format_timestamp(entry.noted_at));
  json.member("action", written.action).key("by").begin_object().member("name", entry.actor.name);
  json.key("user");
  if (user == nullptr)
    json.null();
  else
    json.begin_object().member("login", user->login).member("name", user->name).end_object();
  json.key("key");
  if (entry.actor.key_id.empty())
    json.null();
  else
    json.text(entry.actor.key_id);
  json.end_object().member("address", entry.actor.address).key("party");
  if (entry.party)
    json.begin_object().member("id", entry.party.text()).member("name", party).end_object();
  else
    json.null();
  json.member("subject", entry.subject);
  json.key("detail").raw(written.detail.empty() ? "{}" : written.detail).end_object();
}

Result<Response> show(TeamService& service, const Request& request) {
  Asked asked = TRY(read_asked(service, request));
  std::vector<WrittenEntry> found;
  std::string next;
  std::int64_t looked_at = 0;
  for (bool more = true; more;) {
    auto entries = TRY(service.audit_page(asked.page));
    more = std::ssize(entries) == slice;
    looked_at += std::ssize(entries);
    for (auto& written : entries) {
      if (!asked.takes(written)) continue;
      if (std::ssize(found) == asked.limit) {
        next = cursor_after(found.back().entry);
        more = false;
        break;
      }
      found.push_back(std::move(written));
    }
    if (more) {
      asked.page.before_at = entries.back().entry.noted_at;
      asked.page.before_id = entries.back().entry.id;
      if (looked_at >= looked_at_max) {
        next = cursor_after(entries.back().entry);
        more = false;
      }
    }
  }
  const auto directory = service.directory.now();
  std::map<PartyId, std::string> names;
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& written : found) {
    const PartyId party = written.entry.party;
    if (party && !names.contains(party)) names[party] = TRY(service.party_name(party));
    write_entry(json, written, *directory, party ? names[party] : std::string());
  }
  json.end_array().key("next_cursor");
  if (next.empty())
    json.null();
  else
    json.text(next);
  json.end_object();
  return http::json(200, std::move(out));
}

}  // namespace

std::vector<http::Route> audit_routes(TeamService& service) {
  std::string actions = R"(")" + audit_action_words() + R"(")";
  for (std::size_t place = actions.find(", "); place != std::string::npos; place = actions.find(", ", place))
    actions.replace(place, 2, R"(",")");
  const auto in_query = [](std::string_view name, std::string_view schema, std::string_view description) {
    return fmt::format(R"({{"name":"{}","in":"query","schema":{},"description":"{}"}})", name, schema, description);
  };
  constexpr std::string_view text = R"({"type":"string"})";
  constexpr std::string_view day = R"({"type":"string","format":"date"})";
  const std::string parameters = fmt::format(
      "{},{},{},{},{},{},{},{}", in_query("user", text, "A login"), in_query("key", text, "The id of a key"),
      in_query("action", fmt::format(R"({{"type":"string","enum":[{}]}})", actions), "What was done"),
      in_query("party", text, "About whom"), in_query("from", day, "The first day"),
      in_query("until", day, "The last day"), in_query("cursor", text, "next_cursor of the page before"),
      in_query("limit", R"({"type":"integer","minimum":1,"maximum":200})", "Entries of a page; 50 when left out"));
  constexpr std::string_view entry =
      R"({"type":"object","required":["id","at","action","by","address","party","subject","detail"],"properties":{"id":{"type":"string"},"at":{"type":"string","format":"date-time"},"action":{"type":"string"},"by":{"type":"object","required":["name","user","key"],"properties":{"name":{"type":"string","description":"As they were called then: a login, the source of a key"},"user":{"oneOf":[{"type":"null"},{"type":"object","required":["login","name"],"properties":{"login":{"type":"string"},"name":{"type":"string"}}}]},"key":{"type":["string","null"]}}},"address":{"type":"string","description":"Empty: on the machine itself"},"party":{"oneOf":[{"type":"null"},{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string","description":"As they are called now; empty: nobody is, any more"}}}]},"subject":{"type":"string"},"detail":{"type":"object","properties":{"changed":{"type":"array","items":{"type":"object","required":["what","from","to"],"properties":{"what":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"}}}},"rows":{"type":"integer"}}}}})";
  std::vector<http::Route> routes;
  routes.push_back(route(
      Method::get, "/v1/audit", http::Auth::bearer, Scope::admin, "Who saw, changed and exported what, newest first",
      fmt::format(
          R"({{"tags":["team"],"parameters":[{}],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{{"type":"object","required":["data","next_cursor"],"properties":{{"data":{{"type":"array","items":{}}},"next_cursor":{{"type":["string","null"]}}}}}}}}}}}}}}}})",
          parameters, entry),
      [&service](Request& r) { return show(service, r); }));
  return routes;
}

}  // namespace ganbo::team
