#include "team/api/today_routes.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>

#include "events/api/asked_name.hpp"
#include "events/segment.hpp"
#include "platform/base/json_writer.hpp"
#include "team/add_exposures.hpp"
#include "team/api/small_body.hpp"
#include "team/rights.hpp"
#include "team/today.hpp"

namespace ganbo::team {
namespace {

using http::Method;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::size_t lines_max = 100;
constexpr std::size_t lines_with_owed_max = 300;
constexpr std::size_t looked_at_at_once = 50;
constexpr std::size_t looked_at_max = 1'000;  // lines, for those that are the caller's
constexpr std::size_t number_bytes_max = 300;
constexpr std::int32_t snooze_days_max = 366;

// Whom something is handed over to: who may only look would have nothing to press.
bool may_act(const User& user) {
  const auto scopes = scopes_of_role(user.role);
  return user.active && scopes && (*scopes & static_cast<unsigned>(Scope::write)) != 0;
}

struct Line {
  TodayLine line;
  Acquaintance acquaintance;
  const User* owner = nullptr;  // in the directory that it was made with
  ExposureId exposure;
};

// What is shown, what would be but is withheld, and how many more lines were looked at and did not fit.
struct List {
  std::vector<Line> shown;
  std::vector<Line> withheld;
  std::size_t more = 0;
};

Result<List> list_for(TodayService& service, const Request& request, const Directory& directory, const Asking& asking,
                      bool team) {
  auto lease = TRY(service.readers.take());
  auto lines = arrange(TRY(service.record.candidates(*lease, asking)), asking, service.hold_out_percent);
  List list;
  // By worth until the list is full; what is owed today stands in it all the same.
  const auto has_room_for = [&](const TodayLine& line) {
    const bool owed = is_owed_today(line.candidate.suggestion, asking.today(), asking.business.zone);
    return list.shown.size() < (owed ? lines_with_owed_max : lines_max);
  };
  std::size_t place = 0;
  std::size_t looked_at = 0;
  while (place < lines.size() && looked_at < looked_at_max) {
    std::vector<TodayLine*> next;
    std::vector<PartyId> parties;
    for (; place < lines.size() && next.size() < looked_at_at_once; ++place) {
      if (!has_room_for(lines[place])) {
        ++list.more;
        continue;
      }
      next.push_back(&lines[place]);
      parties.push_back(lines[place].candidate.suggestion.party);
    }
    looked_at += next.size();
    auto acquaintances = TRY(service.record.acquaintances(*lease, parties));
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (!has_room_for(*next[i])) {
        ++list.more;
        continue;
      }
      Line line{std::move(*next[i]), std::move(acquaintances[i]), nullptr, {}};
      // Who wants no contact is left alone, but for what is owed to them.
      if (line.acquaintance.wants_no_contact && !facts_of(line.line.candidate.suggestion.kind).owed) continue;
      line.owner = owner_of(line.line, line.acquaintance, directory);
      const bool theirs = request.caller.user.value == 0 || line.owner == nullptr ||
                          line.owner->id == request.caller.user ||
                          (team && leads(request.caller, *line.owner, directory));
      if (theirs) (line.line.withheld ? list.withheld : list.shown).push_back(std::move(line));
    }
  }
  list.more += lines.size() - place;
  return list;
}

bool was_told_today(const Line& line, Act act, UserId user, Day today) {
  const auto& exposures = line.line.candidate.exposures;
  return std::any_of(exposures.begin(), exposures.end(), [&](const Exposure& exposure) {
    return exposure.act == act && exposure.user == user && exposure.local_day == today;
  });
}

// Writes down what this user is shown for the first time today, and gives every line its exposure.
Result<void> expose(TodayService& service, List& list, UserId user, Day today) {
  std::vector<Exposure> fresh;
  std::vector<Line*> lines;
  const auto expose_as = [&](std::vector<Line>& some, Act act) {
    for (auto& line : some) {
      for (const auto& exposure : line.line.candidate.exposures)
        if (exposure.act == act && exposure.user == user) line.exposure = exposure.id;
      if (was_told_today(line, act, user, today)) continue;
      const auto& suggestion = line.line.candidate.suggestion;
      Exposure exposure{
          .party = suggestion.party, .kind = suggestion.kind, .number = suggestion.number, .act = act, .user = user};
      fresh.push_back(std::move(exposure));
      lines.push_back(&line);
    }
  };
  expose_as(list.shown, Act::shown);
  expose_as(list.withheld, Act::withheld);
  if (fresh.empty()) return {};
  const auto outcome = TRY(service.writer.submit(std::make_unique<AddExposures>(std::move(fresh), service.business)));
  const auto document = TRY(events::parse_json(outcome.detail, 0, "detail"));
  simdjson::dom::array ids;
  if (document["ids"].get(ids)) return {};
  std::size_t place = 0;
  for (const auto element : ids) {
    std::string_view text;
    if (!element.get(text) && place < lines.size())
      lines[place]->exposure = TRY(parse_id<ExposureId>(text, "exposure"));
    ++place;
  }
  return {};
}

void write_user(JsonWriter& json, std::string_view key, const User* user) {
  json.key(key);
  if (user == nullptr) {
    json.null();
    return;
  }
  json.begin_object().member("id", user->id.text()).member("name", user->name).end_object();
}

void write_last(JsonWriter& json, const Acquaintance& acquaintance, const events::EventTypes& types) {
  json.key("last_contact");
  const events::EventType* type = acquaintance.last ? types.find(acquaintance.last->type) : nullptr;
  const auto document =
      events::parse_json(acquaintance.last ? std::string_view(acquaintance.last->payload) : "{}", 0, "payload");
  events::JsonObject payload;
  if (type == nullptr || !document.ok() || document->get(payload)) {
    json.null();
    return;
  }
  json.begin_object().member("type", acquaintance.last->type);
  json.member("occurred_at", format_timestamp(acquaintance.last->occurred_at));
  json.key("line").begin_object().member("en", type->line(payload, events::Language::en));
  json.member("vi", type->line(payload, events::Language::vi)).end_object();
  json.member("direction", acquaintance.last->direction).end_object();
}

void write_line(JsonWriter& json, const Line& line, const Asking& asking, const events::EventTypes& types) {
  const auto& [suggestion, party, figures, exposures] = line.line.candidate;
  json.begin_object().member("kind", word_of(suggestion.kind)).member("number", suggestion.number);
  json.key("party").begin_object().member("id", party.id.text()).member("kind", parties::word_of(party.kind));
  json.member("name", party.name).key("roles").begin_array();
  for (const auto& role : party.roles) json.text(role);
  json.end_array().end_object();
  json.member("since", format_timestamp(suggestion.since));
  json.key("due");
  if (suggestion.due)
    json.text(format_day(*suggestion.due));
  else
    json.null();
  const Day since = suggestion.due.value_or(asking.business.zone.local_day(suggestion.since));
  json.member("late_days", static_cast<std::int64_t>(asking.today().days - since.days));
  json.key("usual_days");
  if (suggestion.usual_days)
    json.integer(*suggestion.usual_days);
  else
    json.null();
  json.member("text", suggestion.text);
  json.key("worth").begin_object().member("amount", format_amount(line.line.worth, asking.business.currency));
  json.member("currency", asking.business.currency.code()).end_object();
  write_last(json, line.acquaintance, types);
  json.key("contact_points").begin_array();
  for (const auto& identifier : line.acquaintance.identifiers)
    if (identifier.type == parties::IdentifierType::phone || identifier.type == parties::IdentifierType::email)
      json.begin_object()
          .member("type", parties::facts_of(identifier.type).word)
          .member("value", identifier.value)
          .end_object();
  json.end_array();
  json.key("withdrawn").begin_array();
  for (const auto& permission : line.acquaintance.withdrawn) json.text(permission);
  json.end_array();
  write_user(json, "owner", line.owner);
  json.member("handed_over", line.owner != nullptr && line.line.standing.given_to == line.owner->id);
  json.key("exposure");
  if (line.exposure)
    json.text(line.exposure.text());
  else
    json.null();
  json.end_object();
}

Result<Response> show(TodayService& service, Request& request) {
  const auto view = request.param("view").value_or("own");
  if (view != "own" && view != "team") return invalid("view", "choice", "It must be own or team.");
  const auto directory = service.directory.now();
  const bool team = view == "team";
  if (team && !may_see_team(request.caller, *directory))
    return failure(ErrorCode::forbidden, "Everybody's list is for owners and managers.");
  const auto business = service.business.now();
  const Asking asking{*business, service.clock.now()};
  auto list = TRY(list_for(service, request, *directory, asking, team));
  // Looking over the team is no exposure: it is read to lead, not to act on.
  if (!team && request.caller.user)
    if (const auto exposed = expose(service, list, request.caller.user, asking.today()); !exposed.ok())
      spdlog::warn("today: what was shown is not written down: {}", exposed.error().message);
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("date", format_day(asking.today())).key("data").begin_array();
  for (const auto& line : list.shown) write_line(json, line, asking, service.types);
  json.end_array().member("more", static_cast<std::int64_t>(list.more));
  json.member("looked_through", service.record.has_looked_through());
  json.member("may_see_team", may_see_team(request.caller, *directory));
  json.key("colleagues").begin_array();
  if (request.caller.may(Scope::write))
    for (const auto& [login, user] : directory->users)
      if (may_act(user) && user.id != request.caller.user)
        json.begin_object().member("id", user.id.text()).member("name", user.name).end_object();
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

// A day from tomorrow on, within a year.
Result<Day> read_until(const std::string& text, Day today) {
  const Day until = TRY(parse_day(text, "until"));
  if (until <= today || until.days - today.days > snooze_days_max)
    return invalid("until", "range", fmt::format("A day from tomorrow on, at most {} days ahead.", snooze_days_max));
  return until;
}

Result<Exposure> read_decision(TodayService& service, const Request& request, Day today) {
  auto texts = TRY(read_texts(request.body, {"party", "kind", "number", "act", "until", "to", "reason"}));
  Exposure exposure;
  exposure.party = TRY(parse_id<PartyId>(texts["party"], "party"));
  const auto kind = parse_suggestion_kind(texts["kind"]);
  if (!kind) return invalid("kind", "known", "It is not a kind of suggestion. GET /v1/today says which there are.");
  exposure.kind = *kind;
  exposure.number = texts["number"];
  if (exposure.number.empty() || exposure.number.size() > number_bytes_max)
    return invalid("number", "required", "Give the number of the line, as GET /v1/today says it.");
  const auto act = parse_act(texts["act"]);
  if (!act || !is_decision(*act))
    return invalid("act", "choice", "It must be done, snoozed, handed_over or not_useful.");
  exposure.act = *act;
  const auto only_with = [&](std::string_view key, Act with) -> Result<void> {
    const bool given = !texts[std::string(key)].empty();
    if (given == (*act == with)) return {};
    return invalid(std::string(key), given ? "known" : "required",
                   fmt::format("It belongs to {}, and only there.", word_of(with)));
  };
  TRY(only_with("until", Act::snoozed));
  TRY(only_with("to", Act::handed_over));
  TRY(only_with("reason", Act::not_useful));
  if (*act == Act::snoozed) exposure.until = TRY(read_until(texts["until"], today));
  if (*act == Act::handed_over) {
    exposure.to = TRY(parse_id<UserId>(texts["to"], "to"));
    const auto directory = service.directory.now();
    const User* user = directory->user(exposure.to);
    if (user == nullptr || !may_act(*user)) return invalid("to", "known", "Nobody who may act on it has this id.");
  }
  if (*act == Act::not_useful) {
    exposure.reason = texts["reason"];
    if (std::find(std::begin(not_useful_reasons), std::end(not_useful_reasons), exposure.reason) ==
        std::end(not_useful_reasons))
      return invalid("reason", "choice", fmt::format("It must be one of {}.", fmt::join(not_useful_reasons, ", ")));
  }
  exposure.user = request.caller.user;
  return exposure;
}

Result<void> expect_party(TodayService& service, PartyId party) {
  auto lease = TRY(service.readers.take());
  if (TRY(service.record.knows(*lease, party))) return {};
  return failure(ErrorCode::not_found, "There is no such party.");
}

Result<Response> add(TodayService& service, const Request& request, Exposure exposure, std::string_view said) {
  const std::string party = exposure.party.text();
  std::vector<Exposure> exposures;
  exposures.push_back(std::move(exposure));
  auto command = std::make_unique<AddExposures>(std::move(exposures), service.business);
  command->name =
      TRY(events::asked_name(request, service.hash_key, fmt::format("today\x1f{}", request.caller.user.value), said));
  const auto outcome = TRY(service.writer.submit(std::move(command)));
  std::string out;
  JsonWriter(out).begin_object().member("id", std::to_string(outcome.subject_id)).member("party", party).end_object();
  return http::json(201, std::move(out));
}

Result<Response> decide(TodayService& service, Request& request) {
  const auto business = service.business.now();
  auto exposure = TRY(read_decision(service, request, business->zone.local_day(service.clock.now())));
  TRY(expect_party(service, exposure.party));
  return add(service, request, std::move(exposure), request.body);
}

// By whoever may write: a colleague's mistake, too.
Result<Response> take_back(TodayService& service, Request& request) {
  const auto party = TRY(parse_id<PartyId>(request.captures[0], "party"));
  const auto id = TRY(parse_id<ExposureId>(request.captures[1], "id"));
  std::vector<Exposure> known;
  {
    auto lease = TRY(service.readers.take());
    known = TRY(service.record.exposures(*lease, party));
  }
  const auto found = std::find_if(known.begin(), known.end(), [&](const Exposure& it) { return it.id == id; });
  if (found == known.end() || !is_decision(found->act))
    return failure(ErrorCode::not_found, "Nothing of this id was decided about that party.");
  const bool gone = std::any_of(known.begin(), known.end(), [&](const Exposure& it) { return it.taken_back == id; });
  if (!gone) {
    Exposure exposure{.party = party,
                      .kind = found->kind,
                      .number = found->number,
                      .act = Act::taken_back,
                      .user = request.caller.user};
    exposure.taken_back = id;
    TRY(add(service, request, std::move(exposure), request.target));
  }
  return Response{204, "", "", {}, {}};
}

std::string line_schema() {
  std::string kinds;
  for (const auto& facts : suggestion_kinds) kinds += fmt::format(R"({}"{}")", kinds.empty() ? "" : ",", facts.word);
  return fmt::format(
      R"({{"type":"object","required":["kind","number","party","since","due","late_days","usual_days","text","worth","last_contact","contact_points","withdrawn","owner","handed_over","exposure"],"properties":{{"kind":{{"type":"string","enum":[{}]}},"number":{{"type":"string","description":"Which one of its kind"}},"party":{{"type":"object","required":["id","kind","name","roles"],"properties":{{"id":{{"type":"string"}},"kind":{{"type":"string","enum":["person","organisation"]}},"name":{{"type":"string"}},"roles":{{"type":"array","items":{{"type":"string"}}}}}}}},"since":{{"type":"string","format":"date-time","description":"Since when there is a reason"}},"due":{{"type":["string","null"],"format":"date"}},"late_days":{{"type":"integer","description":"Days since it was due, or since there is a reason; below zero: days to go"}},"usual_days":{{"type":["integer","null"],"description":"Their own interval between purchases"}},"text":{{"type":"string"}},"worth":{{"type":"object","description":"What they bought for, by year","required":["amount","currency"],"properties":{{"amount":{{"type":"string"}},"currency":{{"type":"string"}}}}}},"last_contact":{{"type":["object","null"],"required":["type","occurred_at","line","direction"],"properties":{{"type":{{"type":"string"}},"occurred_at":{{"type":"string","format":"date-time"}},"line":{{"$ref":"#/components/schemas/Bilingual"}},"direction":{{"type":"string","enum":["in","out",""]}}}}}},"contact_points":{{"type":"array","items":{{"type":"object","required":["type","value"],"properties":{{"type":{{"type":"string","enum":["phone","email"]}},"value":{{"type":"string"}}}}}}}},"withdrawn":{{"type":"array","description":"Permissions that were withdrawn, as channel:purpose","items":{{"type":"string"}}}},"owner":{{"oneOf":[{{"type":"null"}},{{"type":"object","required":["id","name"],"properties":{{"id":{{"type":"string"}},"name":{{"type":"string"}}}}}}]}},"handed_over":{{"type":"boolean"}},"exposure":{{"type":["string","null"],"description":"For the envelope of the touchpoint that comes of it"}}}}}})", kinds);
}

}  // namespace

std::vector<http::Route> today_routes(TodayService& service) {
  std::vector<http::Route> routes;
  routes.push_back(route(
      Method::get, "/v1/today", http::Auth::bearer, Scope::read, "Whom to turn to today, the most valuable first",
      fmt::format(
          R"({{"tags":["today"],"parameters":[{{"name":"view","in":"query","schema":{{"type":"string","enum":["own","team"]}}}}],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{{"type":"object","required":["date","data","more","looked_through","may_see_team","colleagues"],"properties":{{"date":{{"type":"string","format":"date"}},"data":{{"type":"array","items":{}}},"more":{{"type":"integer"}},"looked_through":{{"type":"boolean","description":"Whether all parties were looked through since the start"}},"may_see_team":{{"type":"boolean"}},"colleagues":{{"type":"array","items":{{"type":"object","required":["id","name"],"properties":{{"id":{{"type":"string"}},"name":{{"type":"string"}}}}}}}}}}}}}}}}}}}}}})",
          line_schema()),
      [&service](Request& r) { return show(service, r); }));
  routes.push_back(route(
      Method::post, "/v1/today/acts", http::Auth::bearer, Scope::write, "Says what became of a line of Today",
      fmt::format(
          R"({{"tags":["today"],"parameters":[{{"name":"Idempotency-Key","in":"header","schema":{{"type":"string","maxLength":256}}}}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","required":["party","kind","number","act"],"properties":{{"party":{{"type":"string"}},"kind":{{"type":"string"}},"number":{{"type":"string"}},"act":{{"type":"string","enum":["done","snoozed","handed_over","not_useful"]}},"until":{{"type":"string","format":"date","description":"Of snoozed"}},"to":{{"type":"string","description":"Of handed_over: a user's id"}},"reason":{{"type":"string","enum":["{}"],"description":"Of not_useful"}}}}}}}}}}}},"responses":{{"201":{{"description":"Written down","content":{{"application/json":{{"schema":{{"type":"object","required":["id","party"],"properties":{{"id":{{"type":"string"}},"party":{{"type":"string"}}}}}}}}}}}}}}}})",
          fmt::join(not_useful_reasons, R"(",")")),
      [&service](Request& r) { return decide(service, r); }));
  routes.push_back(route(
      Method::del, "/v1/today/acts/{}/{}", http::Auth::bearer, Scope::write,
      "Takes back what was said of a line of Today",
      R"({"tags":["today"],"parameters":[{"name":"party","in":"path","required":true,"schema":{"type":"string"}},{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],"responses":{"204":{"description":"Taken back"}}})",
      [&service](Request& r) { return take_back(service, r); }));
  return routes;
}

}  // namespace ganbo::team
