#include "card/api/merge_routes.hpp"

#include <fmt/format.h>

#include "card/api/paging.hpp"
#include "events/api/asked_name.hpp"
#include "events/merge_parties.hpp"
#include "linkage/keep_households_apart.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/audited.hpp"
#include "team/field_reader.hpp"

namespace ganbo::card {
namespace {

using http::Reply;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::int64_t merges_shown_max = 100;
constexpr std::int64_t suggestions_shown_max = 100;
constexpr std::size_t reason_bytes_max = 500;
constexpr std::size_t keeps_max = 100;

std::string user_name(const team::Directory& directory, UserId id) {
  const auto* user = directory.user(id);
  return user == nullptr ? std::string() : user->name.empty() ? user->login : user->name;
}

void write_when(JsonWriter& json, std::string_view key, const std::optional<Timestamp>& t) {
  json.key(key);
  if (t)
    json.text(format_timestamp(*t));
  else
    json.null();
}

Result<Response> merges(CardService& service, Request& request) {
  auto lease = TRY(service.readers.take());
  const PartyId asked = TRY(parse_id<PartyId>(request.captures[0], "id"));
  const PartyId card = TRY(service.record.standing(*lease, asked));
  const auto directory = service.directory.now();
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& merge : TRY(service.record.merges(*lease, card, merges_shown_max))) {
    json.begin_object()
        .member("id", merge.id.text())
        .member("party", merge.from.text())
        .member("name", merge.name)
        .member("into", merge.into.text())
        .member("merged_at", format_timestamp(merge.merged_at))
        .member("by",
                merge.user ? user_name(*directory, merge.user) : std::string(directory->source_name(merge.source)))
        .member("reason", merge.reason);
    write_when(json, "undone_at", merge.undone_at);
    json.member("undone_by", user_name(*directory, merge.undone_by)).end_object();
  }
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

// Pairs that may be one, or a household.
using PairsOf = Result<std::vector<SuggestedPair>> (CardRecord::*)(store::Connection&, std::optional<PartyId>,
                                                                   std::int64_t) const;

Result<Response> suggestions(CardService& service, const Request& request, std::optional<PartyId> party,
                             PairsOf pairs_of) {
  auto lease = TRY(service.readers.take());
  if (party) party = TRY(service.record.standing(*lease, *party));
  const auto business = service.events.business.now();
  const auto reader = team::field_reader(request.caller, *service.directory.now());
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& pair : TRY((service.record.*pairs_of)(*lease, party, suggestions_shown_max))) {
    json.begin_object()
        .key("party")
        .raw(listed_json(pair.party, *business, reader))
        .key("other")
        .raw(listed_json(pair.other, *business, reader))
        .key("filed_for")
        .begin_array()
        .text(pair.filed_for.text())
        .text(pair.filed_other.text())
        .end_array()
        .key("shared");
    if (pair.shared)
      json.begin_object()
          .member("type", parties::facts_of(pair.shared->type).word)
          .member("value", pair.shared->value)
          .end_object();
    else
      json.null();
    json.member("filed_at", format_timestamp(pair.filed_at)).key("odds");
    if (pair.odds > 0)
      json.raw(fmt::format("{:.6g}", pair.odds));
    else
      json.null();
    json.key("evidence").raw(pair.evidence.empty() ? "[]" : pair.evidence).end_object();
  }
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

// Admits the command under the name that the client gave it and answers with what `found` makes of its outcome.
void admit(CardService& service, const Request& request, Result<std::unique_ptr<engine::Command>> command,
           const Reply& reply, std::function<Response(const engine::Outcome&)> found) {
  if (!command.ok()) return reply(http::problem(command.error()));
  const auto name = events::asked_name(request, service.events.hash_key, "merge", request.target + request.body);
  if (!name.ok()) return reply(http::problem(name.error()));
  (*command)->name = *name;
  (*command)->done = [reply, found = std::move(found)](const engine::Outcome& outcome) {
    const bool held = outcome.status == engine::Status::applied || outcome.status == engine::Status::repeated;
    reply(held ? found(outcome) : http::problem(outcome.error));
  };
  std::vector<std::unique_ptr<engine::Command>> commands;
  commands.push_back(std::move(*command));
  if (const auto admitted = service.events.writer.admit(commands); !admitted.ok())
    reply(http::problem(admitted.error()));
}

// Whose value of which trait stays; nobody says so of what they may not read.
Result<std::vector<events::KeptTrait>> read_keeps(const events::JsonObject& body, const parties::Business& business,
                                                  const parties::FieldReader& reader) {
  std::vector<events::KeptTrait> keeps;
  events::JsonElement said;
  if (body.at_key("keeps").get(said)) return keeps;
  events::JsonObject object;
  if (said.get(object))
    return invalid("keeps", "type", "It must be an object: of a trait, the id of the party whose value stays.");
  if (object.size() > keeps_max)
    return invalid("keeps", "limit", fmt::format("It says of at most {} traits whose value stays.", keeps_max));
  for (const auto [trait, of] : object) {
    const std::string path = fmt::format("keeps.{}", first_bytes(trait, 60));
    const auto own = business.fields.find(trait);
    if (trait == "kind" || (own != business.fields.end() && !parties::may_read(own->second, reader)))
      return invalid(path, "known", "There is no such field to choose.");
    std::string_view id;
    if (of.get(id)) return invalid(path, "type", "It must be the id of one of the two that become one.");
    keeps.push_back({std::string(trait), TRY(parse_id<PartyId>(id, path))});
  }
  return keeps;
}

Result<std::unique_ptr<engine::Command>> read_merge(CardService& service, Request& request) {
  const auto document = TRY(events::parse_json(request.body, 2, "body"));
  events::JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  for (const auto [key, value] : body)
    if (key != "party" && key != "reason" && key != "keeps")
      return invalid(std::string(key), "known", "A merge has party, reason and keeps.");
  auto command = std::make_unique<events::MergeParties>();
  command->into = TRY(parse_id<PartyId>(request.captures[0], "id"));
  command->from = TRY(parse_id<PartyId>(events::text_of(body, "party"), "party"));
  command->reason = tidy_text(events::text_of(body, "reason"));
  if (command->reason.size() > reason_bytes_max)
    return invalid("reason", "limit", fmt::format("It is at most {} bytes long.", reason_bytes_max));
  command->user = request.caller.user;
  command->source = request.caller.source;
  command->keeps = TRY(read_keeps(body, *service.events.business.now(), reader_of(service, request)));
  command->identify = service.events.types.find("identify");
  command->staff = user_name(*service.directory.now(), request.caller.user);
  const auto [into, from] = std::pair(command->into, command->from);
  return team::audited(std::move(command), request, team::AuditAction::merged, from.text(), into);
}

Result<std::unique_ptr<engine::Command>> read_undoing(Request& request) {
  auto command = std::make_unique<events::UndoMerge>();
  command->from = TRY(parse_id<PartyId>(request.captures[0], "id"));
  command->merge = TRY(parse_id<MergeId>(request.captures[1], "merge"));
  command->user = request.caller.user;
  const PartyId from = command->from;
  return team::audited(std::move(command), request, team::AuditAction::merge_undone, request.captures[1], from);
}

template <class Command>
Result<std::unique_ptr<engine::Command>> read_apart(Request& request) {
  auto command = std::make_unique<Command>();
  command->party = TRY(parse_id<PartyId>(request.captures[0], "id"));
  command->other = TRY(parse_id<PartyId>(request.captures[1], "other"));
  if (command->party == command->other) return invalid("other", "different", "A party is never apart from itself.");
  return std::unique_ptr<engine::Command>(std::move(command));
}

Response merged(const engine::Outcome& outcome) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("id", std::to_string(outcome.subject_id))
      .member("party", std::to_string(outcome.party_id))
      .end_object();
  return http::json(201, std::move(out));
}

http::Route route(http::Method method, std::string pattern, std::string summary, std::string operation) {
  http::Route made{.method = method, .pattern = std::move(pattern)};
  if (method != http::Method::get) made.needs = Scope::write;
  made.summary = std::move(summary);
  made.openapi_operation = std::move(operation);
  return made;
}

std::string named(std::string parameters) {
  return std::move(parameters) +
         R"(,{"name":"Idempotency-Key","in":"header","schema":{"type":"string","maxLength":256}})";
}
std::string gives(std::string_view parameters, std::string_view body, int status, std::string_view schema) {
  const std::string content =
      schema.empty()
          ? std::string()
          : fmt::format(R"(,"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/{}"}}}}}})",
                        schema);
  const std::string takes =
      body.empty()
          ? std::string()
          : fmt::format(
                R"("requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/{}"}}}}}}}},)",
                body);
  return fmt::format(R"({{"tags":["parties"],"parameters":[{}],{}"responses":{{"{}":{{"description":"OK"{}}}}}}})",
                     parameters, takes, status, content);
}

}  // namespace

std::vector<http::Route> merge_routes(CardService& service) {
  using http::Method;
  std::vector<http::Route> routes;
  auto list = route(Method::get, "/v1/parties/{}/merges", "What was merged into a card",
                    gives(in_path("id"), "", 200, "Merges"));
  list.handle = http::direct([&service](Request& r) { return merges(service, r); });
  routes.push_back(std::move(list));
  const auto list_pairs = [&](std::string of_card, std::string card_summary, std::string of_all,
                              std::string all_summary, PairsOf pairs_of) {
    auto some = route(Method::get, std::move(of_card), std::move(card_summary),
                      gives(in_path("id"), "", 200, "MergeSuggestions"));
    some.handle = http::direct([&service, pairs_of](Request& r) -> Result<Response> {
      return suggestions(service, r, TRY(parse_id<PartyId>(r.captures[0], "id")), pairs_of);
    });
    routes.push_back(std::move(some));
    auto all = route(Method::get, std::move(of_all), std::move(all_summary), gives("", "", 200, "MergeSuggestions"));
    all.handle =
        http::direct([&service, pairs_of](Request& r) { return suggestions(service, r, std::nullopt, pairs_of); });
    routes.push_back(std::move(all));
  };
  list_pairs("/v1/parties/{}/suggestions", "Who may be the same as this party", "/v1/merge-suggestions",
             "Pairs of parties that may be one, the likeliest first", &CardRecord::suggestions);
  list_pairs("/v1/parties/{}/household-suggestions", "Who probably lives with this person", "/v1/household-suggestions",
             "Pairs of people who probably live together, the likeliest first", &CardRecord::households);
  auto merge = route(Method::post, "/v1/parties/{}/merges", "Merges another party into this card",
                     gives(named(in_path("id")), "NewMerge", 201, "NewMergeAnswer"));
  merge.handle = [&service](Request& r, const Reply& reply) {
    admit(service, r, read_merge(service, r), reply, merged);
  };
  routes.push_back(std::move(merge));
  auto undo = route(Method::post, "/v1/parties/{}/merges/{}/undo",
                    "Parts the party that merged (the first id) from the card again",
                    gives(named(in_path("id") + "," + in_path("merge")), "", 201, "NewMergeAnswer"));
  undo.handle = [&service](Request& r, const Reply& reply) { admit(service, r, read_undoing(r), reply, merged); };
  routes.push_back(std::move(undo));
  const auto keep_apart = [&](std::string pattern, std::string summary, auto read) {
    auto apart = route(Method::post, std::move(pattern), std::move(summary),
                       gives(named(in_path("id") + "," + in_path("other")), "", 204, ""));
    apart.handle = [&service, read](Request& r, const Reply& reply) {
      admit(service, r, read(r), reply, [](const engine::Outcome&) {
        Response response;
        response.status = 204;
        return response;
      });
    };
    routes.push_back(std::move(apart));
  };
  keep_apart("/v1/parties/{}/suggestions/{}/apart", "Says that two that may be one are not",
             read_apart<events::KeepApart>);
  keep_apart("/v1/parties/{}/household-suggestions/{}/apart", "Says that two people do not live together",
             read_apart<linkage::KeepHouseholdsApart>);
  return routes;
}

std::string_view merge_schemas() {
  constexpr std::string_view schemas = R"(
"NewMerge":{"type":"object","required":["party"],"properties":{"party":{"type":"string","description":"Who joins the card"},"reason":{"type":"string","maxLength":500},"keeps":{"type":"object","maxProperties":100,"additionalProperties":{"type":"string"},"description":"Of a trait that both have, the id of the one whose value stays; without it the latest value does. An undoing gives each their own back"}}},
"NewMergeAnswer":{"type":"object","required":["id","party"],"properties":{"id":{"type":"string","description":"Of the merge"},"party":{"type":"string","description":"The card to look at"}}},
"Merges":{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"type":"object","required":["id","party","name","into","merged_at","by","reason","undone_at","undone_by"],"properties":{"id":{"type":"string"},"party":{"type":"string","description":"Who joined"},"name":{"type":"string"},"into":{"type":"string"},"merged_at":{"type":"string","format":"date-time"},"by":{"type":"string"},"reason":{"type":"string"},"undone_at":{"type":["string","null"],"format":"date-time"},"undone_by":{"type":"string"}}}}}},
"MergeSuggestions":{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"type":"object","required":["party","other","filed_for","shared","filed_at","odds","evidence"],"properties":{"party":{"$ref":"#/components/schemas/Party"},"other":{"$ref":"#/components/schemas/Party"},"filed_for":{"type":"array","items":{"type":"string"},"description":"The two that the suggestion was filed for: they may have merged with others since"},"shared":{"anyOf":[{"$ref":"#/components/schemas/Identifier"},{"type":"null"}],"description":"What both were called by; null: what is known of them agrees"},"filed_at":{"type":"string","format":"date-time"},"odds":{"type":["number","null"],"description":"That it is so, to 1; null: they were not compared"},"evidence":{"type":"array","items":{"$ref":"#/components/schemas/FieldEvidence"}}}}}}},
"FieldEvidence":{"type":"object","required":["field","value","other","level","weight"],"properties":{"field":{"type":"string","enum":["given_name","middle_name","family_name","name","birthday","email","phone","street","city","postcode","website","home"]},"value":{"type":"string","description":"Of the one with the lower id of the two that it was filed for"},"other":{"type":"string","description":"Of the one with the higher id"},"level":{"type":"string","enum":["equal","close","alike","faint","different"]},"weight":{"type":"number","description":"In bits: one more doubles the odds that they are one, one less halves them"}}})";
  return schemas.substr(1);
}

}  // namespace ganbo::card
