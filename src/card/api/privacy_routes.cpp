#include "card/api/privacy_routes.hpp"

#include <fmt/format.h>

#include <limits>

#include "card/api/asked_language.hpp"
#include "card/bundle.hpp"
#include "card/vcard.hpp"
#include "events/erase_party.hpp"
#include "platform/base/json_writer.hpp"
#include "team/audited.hpp"
#include "team/field_reader.hpp"

namespace ganbo::card {
namespace {

using http::Reply;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::int64_t export_page = 500;
constexpr std::int64_t merges_max = 1000;

struct Document {
  PartyId party;
  std::string json;
  std::string contact;
};

// The card as it is shown, every touchpoint with all that was kept of it, and what was merged.
Result<Document> document_of(CardService& service, const Request& request, events::Language language) {
  auto lease = TRY(service.readers.take());
  const auto business = service.events.business.now();
  const auto directory = service.directory.now();
  const auto reader = team::field_reader(request.caller, *directory);
  const Showing showing = showing_of(*business, *directory, service.events.clock.now(), reader);
  const Card card = TRY(service.record.card(*lease, TRY(parse_id<PartyId>(request.captures[0], "id")), showing.today));
  Document document{.party = card.party.id, .json = {}, .contact = {}};
  JsonWriter json(document.json);
  json.begin_object()
      .member("exported_at", format_timestamp(service.events.clock.now()))
      .member("business", business->name)
      .key("card")
      .raw(card_json(card, showing))
      .key("timeline")
      .begin_array();
  TimelineQuery query{.party = card.party.id,
                      .before_at = {std::numeric_limits<std::int64_t>::max()},
                      .before_id = {std::numeric_limits<std::int64_t>::max()},
                      .type = {},
                      .limit = export_page};
  while (true) {
    auto page = TRY(service.record.timeline(*lease, query));
    for (auto& row : page) {
      row.entry.source = directory->source_name(row.source);
      json.raw(timeline_json(row.entry, service.events.types, *business, reader));
    }
    if (std::ssize(page) < export_page) break;
    query.before_at = page.back().entry.occurred_at;
    query.before_id = page.back().entry.id;
  }
  json.end_array().key("merges").begin_array();
  for (const auto& merge : TRY(service.record.merges(*lease, card.party.id, merges_max)))
    json.begin_object()
        .member("party", merge.from.text())
        .member("name", merge.name)
        .member("merged_at", format_timestamp(merge.merged_at))
        .member("reason", merge.reason)
        .end_object();
  json.end_array().end_object();
  document.contact = vcard_of(card, {service.events.types, language, showing.today});
  return document;
}

void name_file(Response& response, PartyId party, std::string_view ending) {
  response.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"party-{}.{}\"", party.text(), ending));
}

Result<Response> export_party(CardService& service, Request& request) {
  Document document = TRY(document_of(service, request, events::Language::en));
  Response response = http::json(200, std::move(document.json));
  name_file(response, document.party, "json");
  return response;
}

Result<Response> bundle_party(CardService& service, Request& request) {
  const events::Language language = TRY(language_of(service, request));
  const Document document = TRY(document_of(service, request, language));
  const auto business = service.events.business.now();
  const BundleShowing showing{service.events.types, language, business->zone};
  Response response;
  response.content_type = "application/zip";
  response.body = TRY(zip_of({{"index.html", bundle_page(document.json, showing)},
                              {"party.json", document.json},
                              {"timeline.csv", bundle_timeline(document.json, showing)},
                              {"contact.vcf", document.contact}},
                             service.events.clock.now()));
  response.headers.emplace_back("Cache-Control", "private, no-store");
  name_file(response, document.party, "zip");
  return response;
}

Result<std::unique_ptr<events::EraseParty>> read_erasure(CardService& service, Request& request) {
  auto command = std::make_unique<events::EraseParty>();
  command->party = TRY(parse_id<PartyId>(request.captures[0], "id"));
  command->user = request.caller.user;
  command->source = request.caller.source;
  command->phone_region = service.events.business.now()->phone_region;
  return command;
}

void erase(CardService& service, Request& request, const Reply& reply,
           const std::function<Result<void>(PartyId, Timestamp)>& erased) {
  auto command = read_erasure(service, request);
  if (!command.ok()) return reply(http::problem(command.error()));
  (*command)->done = [reply, erased, now = service.events.clock.now()](const engine::Outcome& outcome) {
    if (outcome.status != engine::Status::applied) return reply(http::problem(outcome.error));
    const PartyId party{outcome.party_id};
    if (const auto listed = erased(party, now); !listed.ok()) return reply(http::problem(listed.error()));
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("party", party.text()).end_object();
    reply(http::json(200, std::move(out)));
  };
  std::vector<std::unique_ptr<engine::Command>> commands;
  const PartyId party = (*command)->party;
  commands.push_back(team::audited(std::move(*command), request, team::AuditAction::erased, "", party));
  if (const auto admitted = service.events.writer.admit(commands); !admitted.ok())
    reply(http::problem(admitted.error()));
}

}  // namespace

std::vector<http::Route> privacy_routes(CardService& service, std::function<Result<void>(PartyId, Timestamp)> erased) {
  constexpr std::string_view id = R"({"name":"id","in":"path","required":true,"schema":{"type":"string"}})";
  std::vector<http::Route> routes;
  http::Route all{.method = http::Method::get, .pattern = "/v1/parties/{}/export", .needs = Scope::admin};
  all.handle = http::direct([&service](Request& r) { return export_party(service, r); });
  all.summary = "All that is kept about a party, as one document";
  all.openapi_operation = fmt::format(
      R"({{"tags":["parties"],"parameters":[{}],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{{"type":"object","required":["exported_at","business","card","timeline","merges"],"properties":{{"exported_at":{{"type":"string","format":"date-time"}},"business":{{"type":"string"}},"card":{{"$ref":"#/components/schemas/Card"}},"timeline":{{"type":"array","items":{{"$ref":"#/components/schemas/TimelineEntry"}}}},"merges":{{"type":"array","items":{{"type":"object"}}}}}}}}}}}}}}}}}})",
      id);
  routes.push_back(std::move(all));
  http::Route bundle{.method = http::Method::get, .pattern = "/v1/parties/{}/bundle", .needs = Scope::admin};
  bundle.handle = http::direct([&service](Request& r) { return bundle_party(service, r); });
  bundle.summary = "All that is kept about a party as a zip archive: a page to read, JSON, a table, a contact";
  bundle.openapi_operation = fmt::format(
      R"({{"tags":["parties"],"parameters":[{},{{"name":"language","in":"query","schema":{{"type":"string","enum":["vi","en"]}}}}],"responses":{{"200":{{"description":"OK","content":{{"application/zip":{{"schema":{{"type":"string","format":"binary"}}}}}}}}}}}})",
      id);
  routes.push_back(std::move(bundle));
  http::Route gone{.method = http::Method::post, .pattern = "/v1/parties/{}/erase", .needs = Scope::admin};
  gone.handle = [&service, erased = std::move(erased)](Request& r, const Reply& reply) {
    erase(service, r, reply, erased);
  };
  gone.summary = "Erases a person: what they are called by and what somebody wrote goes, figures stay";
  gone.openapi_operation = fmt::format(
      R"({{"tags":["parties"],"parameters":[{}],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{{"type":"object","required":["party"],"properties":{{"party":{{"type":"string"}}}}}}}}}}}}}}}})",
      id);
  routes.push_back(std::move(gone));
  return routes;
}

}  // namespace ganbo::card
