#include "imports/api/bulk_edit.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "card/api/list_request.hpp"
#include "imports/api/sender.hpp"
#include "platform/base/hash.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t rows_shown = 10;
constexpr std::size_t items_a_batch = 500;
constexpr int requests_at_once = 2;

// What is said of each.
struct Said {
  const card::ListField* field = nullptr;  // none: a role
  std::string properties = "{}";
  std::string envelope = "{}";
  std::string sentence;  // what the list of imports calls it
  bool dry_run = false;
  std::optional<std::int64_t> total;
};

// By these somebody is known, or they are told apart by what is told of them: each party has its own.
constexpr std::array<std::string_view, 8> not_in_bulk{"kind",     "roles",          "phone", "email",
                                                      "birthday", "lunar_birthday", "age",   "loyalty_card"};

Result<const card::ListField*> field_said(const card::ListRequest& list, const std::string& key,
                                          const parties::Business& business, const parties::FieldReader& reader) {
  const auto* field = card::find_list_field(list.fields, key, business, reader);
  const bool may = field != nullptr && field->group != card::ListGroup::figures &&
                   std::find(not_in_bulk.begin(), not_in_bulk.end(), key) == not_in_bulk.end();
  if (!may)
    return invalid(fmt::format("set.{}", key), "known",
                   "Of many at once a detail that is not their own alone, or a field of the business, can be said.");
  return field;
}

Result<Said> read_said(const BulkEditService& service, const Request& request, const card::ListRequest& list) {
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object()) return invalid("body", "json", "The body must be a JSON object.");
  Said said;
  const auto business = service.cards.events.business.now();
  for (const auto& [key, value] : body.items()) {
    if (key == "set") {
      if (!value.is_object() || value.size() != 1)
        return invalid("set", "type", "It must be an object with one field.");
      const std::string name = value.begin().key();
      said.field = TRY(field_said(list, name, *business, card::reader_of(service.cards, request)));
      said.properties = value.dump();
      said.sentence = fmt::format("{} = {}", name, value.begin()->dump());
    } else if (key == "role") {
      if (!value.is_string() || !parties::is_role(value.get<std::string>(), business->words))
        return invalid("role", "choice", "It must be a role; GET /v1/roles lists them.");
      const auto role = value.get<std::string>();
      said.envelope = nlohmann::json{{"role", role}}.dump();
      said.sentence = fmt::format("role = {}", role);
    } else if (key == "dry_run") {
      if (!value.is_boolean()) return invalid(key, "type", "It must be true or false.");
      said.dry_run = value.get<bool>();
    } else if (key == "total") {
      if (!value.is_number_integer()) return invalid(key, "type", "It must be a whole number.");
      said.total = value.get<std::int64_t>();
    } else {
      return invalid(key, "known", "A bulk edit has set or role, and dry_run or total.");
    }
  }
  if (body.contains("set") == body.contains("role")) return invalid("set", "required", "Say one thing: set, or role.");
  if (!said.dry_run && !said.total)
    return invalid("total", "required", "Say how many the list had when it was shown (dry_run).");
  return said;
}

// As it would be recorded of somebody, so that what is wrong is found before anybody is changed.
Result<void> check(const BulkEditService& service, const Request& request, const Said& said, PartyId party) {
  const auto business = service.cards.events.business.now();
  const auto reading = service.cards.events.reading(*business, request.caller.source);
  events::Touchpoint touchpoint;
  touchpoint.type = "identify";
  touchpoint.party = party;
  touchpoint.clears = true;
  touchpoint.properties_json = said.properties;
  touchpoint.envelope_json = said.envelope;
  touchpoint.occurred_at = reading.received_at;
  TRY(events::make_event(touchpoint, reading));
  return {};
}

Result<Response> preview(const BulkEditService& service, store::Connection& connection, const Said& said,
                         const card::ListAnswer& found) {
  const auto business = service.cards.events.business.now();
  const std::vector<PartyId> first(
      found.parties.begin(),
      found.parties.begin() + static_cast<std::ptrdiff_t>(std::min(rows_shown, found.parties.size())));
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("total", found.total).key("rows").begin_array();
  for (const auto& party : TRY(service.cards.record.listed(connection, first))) {
    json.begin_object().member("id", party.id.text()).member("name", party.name).key("now");
    if (said.field == nullptr)
      json.text(party.roles);
    else
      card::write_list_value(json, *said.field, party.values(), *business);
    json.end_object();
  }
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

struct Job {
  std::vector<PartyId> parties;
  std::string properties;
  std::string envelope;
  Begun import;
};

Result<void> run(const BulkEditService& service, const Job& job) {
  ErrorsFile errors(fmt::format("{}/{}.csv", service.imports.errors_folder, job.import.import_id), true, 1000);
  Counts counts;
  {
    Sender sender(service.destination, job.import, errors, {}, requests_at_once);
    std::int64_t row = 0;
    for (std::size_t from = 0; from < job.parties.size(); from += items_a_batch) {
      Batch batch;
      const auto to = std::min(job.parties.size(), from + items_a_batch);
      for (auto i = from; i < to; ++i) {
        Item item;
        item.name = fmt::format("edit:{}:{}", job.import.import_id, job.parties[i].value);
        item.type = "identify";
        item.party = job.parties[i];
        item.properties = job.properties;
        item.envelope = job.envelope;
        item.rows = {++row};
        batch.items.push_back(std::move(item));
      }
      batch.rows_through = row;
      TRY(sender.send(std::move(batch)));
    }
    TRY(sender.finish());
    counts = sender.counts();
  }
  TRY(errors.finish());
  TRY(post_patiently(service.destination.post, fmt::format("/v1/imports/{}/progress", job.import.import_id),
                     progress_json(counts, true)));
  return {};
}

Result<Begun> begin(const BulkEditService& service, const Said& said, std::int64_t parties) {
  const std::string unique = fmt::format("{}", fmt::join(random_hash_key(), ""));
  const nlohmann::json body{{"source", bulk_edit_source},
                            {"file", fmt::format("{} ({})", said.sentence.substr(0, 200), parties)},
                            {"file_hash", unique},
                            {"kind", bulk_edit_kind},
                            {"mapping", "{}"},
                            {"into_demo", true}};
  const auto answer = TRY(post_patiently(service.destination.post, "/v1/imports", body.dump()));
  const auto told = nlohmann::json::parse(answer);
  return Begun{told["import_id"].get<std::string>(), std::string(bulk_edit_source),
               told["precedence"].get<std::int64_t>(), told["undone"].get<std::int64_t>()};
}

Result<Response> edit(BulkEditService& service, const Request& request) {
  const auto list = TRY(card::read_list_request(service.cards, request));
  auto said = TRY(read_said(service, request, list));
  auto lease = TRY(service.cards.readers.take());
  auto found = TRY(card::select_all(service.cards, *lease, list, bulk_edit_max));
  if (found.total == 0) return invalid("where", "none", "Nobody is on this list.");
  TRY(check(service, request, said, found.parties.front()));
  if (said.dry_run) return preview(service, *lease, said, found);
  if (*said.total != found.total)
    return Error{
        ErrorCode::conflict,
        fmt::format("The list has {} by now; it had {} when it was shown. Look again.", found.total, *said.total),
        "total", "seen"};
  if (const auto* user = service.cards.directory.now()->user(request.caller.user); user != nullptr) {
    auto envelope = nlohmann::json::parse(said.envelope);
    envelope["staff"] = user->name;
    said.envelope = envelope.dump();
  }
  Job job{std::move(found.parties), said.properties, said.envelope, TRY(begin(service, said, found.total))};
  const std::string id = job.import.import_id;
  TRY(service.background.add([&service, job = std::move(job)] {
    if (const auto done = run(service, job); !done.ok())
      spdlog::error("bulk edit {}: {}", job.import.import_id, done.error().message);
  }));
  std::string out;
  JsonWriter(out).begin_object().member("import_id", id).member("total", found.total).end_object();
  return http::json(202, std::move(out));
}

}  // namespace

Result<void> end_interrupted_edits(BulkEditService& service) {
  constexpr std::int64_t looked_at = 1000;
  for (const auto& import : TRY(service.imports.list(looked_at)))
    if (import.kind == bulk_edit_kind && import.state == "running")
      TRY(post_patiently(service.destination.post, fmt::format("/v1/imports/{}/progress", import.id.value),
                         progress_json(import.counts, true)));
  return {};
}

std::vector<http::Route> bulk_edit_routes(BulkEditService& service) {
  http::Route route{.method = http::Method::post, .pattern = "/v1/parties/bulk", .needs = http::Scope::admin};
  route.handle = http::direct([&service](Request& request) { return edit(service, request); });
  route.summary = "Says the same of everybody on a list";
  route.openapi_operation = fmt::format(
      R"json({{"tags":["parties"],"parameters":[{}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","properties":{{"set":{{"type":"object","minProperties":1,"maxProperties":1,"additionalProperties":true,"description":"A field (GET /v1/parties/fields) and its value"}},"role":{{"type":"string"}},"dry_run":{{"type":"boolean","description":"Shows who it would be, and changes nobody"}},"total":{{"type":"integer","description":"Of the dry run: it is refused where the list has more or fewer by now"}}}}}}}}}}}},"responses":{{"200":{{"description":"Of a dry run","content":{{"application/json":{{"schema":{{"type":"object","required":["total","rows"],"properties":{{"total":{{"type":"integer"}},"rows":{{"type":"array","description":"The first of them, and what stands there now","items":{{"type":"object","required":["id","name","now"],"properties":{{"id":{{"type":"string"}},"name":{{"type":"string"}},"now":{{}}}}}}}}}}}}}}}}}},"202":{{"description":"It goes on behind the page; an import, to be taken back as one","content":{{"application/json":{{"schema":{{"type":"object","required":["import_id","total"],"properties":{{"import_id":{{"type":"string"}},"total":{{"type":"integer"}}}}}}}}}}}}}}}})json",
      card::list_parameters);
  return {std::move(route)};
}

}  // namespace ganbo::imports
