#include "imports/api/import_routes.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "imports/item_json.hpp"
#include "imports/undo_import.hpp"
#include "platform/base/json_writer.hpp"
#include "team/audited.hpp"

namespace ganbo::imports {
namespace {

using events::JsonElement;
using events::JsonObject;
using http::Reply;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::size_t text_bytes_max = 500;
constexpr std::size_t mapping_bytes_max = 64 * 1024;
constexpr int body_slot = 2;  // parse_json: documents of events are read in the slots 0 and 1 while this one lives

Result<JsonObject> object_of(std::string_view body) {
  const JsonElement document = TRY(events::parse_json(body, body_slot, "body"));
  JsonObject object;
  if (document.get(object)) return invalid("body", "type", "The body must be a JSON object.");
  return object;
}

Result<std::string> required_text(JsonObject object, std::string_view key, std::size_t bytes_max) {
  const auto text = events::text_of(object, key);
  if (text.empty()) return invalid(std::string(key), "required", "It is missing.");
  if (text.size() > bytes_max)
    return invalid(std::string(key), "limit", fmt::format("It is longer than {} bytes.", bytes_max));
  return std::string(text);
}

Result<std::int64_t> required_count(JsonObject object, std::string_view key) {
  std::int64_t value = 0;
  if (object.at_key(key).get(value) || value < 0)
    return invalid(std::string(key), "type", "It must be a whole number, zero or more.");
  return value;
}

void admit_one(ImportService& service, std::unique_ptr<engine::Command> command, const Reply& reply,
               std::function<Response(const engine::Outcome&)> answer) {
  command->done = [reply, answer = std::move(answer)](const engine::Outcome& outcome) {
    if (outcome.status != engine::Status::applied) return reply(http::problem(outcome.error));
    reply(answer(outcome));
  };
  std::vector<std::unique_ptr<engine::Command>> commands;
  commands.push_back(std::move(command));
  if (const auto admitted = service.events.writer.admit(commands); !admitted.ok())
    reply(http::problem(admitted.error()));
}

Result<Import> read_beginning(std::string_view body) {
  const JsonObject object = TRY(object_of(body));
  Import import;
  import.source_name = TRY(required_text(object, "source", 60));
  import.file_name = TRY(required_text(object, "file", text_bytes_max));
  import.file_hash = TRY(required_text(object, "file_hash", 64));
  import.kind = TRY(required_text(object, "kind", 20));
  import.mapping = TRY(required_text(object, "mapping", mapping_bytes_max));
  return import;
}

Result<void> check_not_demo(const ImportService& service, std::string_view body) {
  if (!service.events.business.now()->demo) return {};
  const JsonObject object = TRY(object_of(body));
  bool told = false;
  return expect_no_demo(service, !object.at_key("into_demo").get(told) && told);
}

void begin(ImportService& service, const Request& request, const Reply& reply) {
  if (const auto fit = check_not_demo(service, request.body); !fit.ok()) return reply(http::problem(fit.error()));
  auto import = read_beginning(request.body);
  if (!import.ok()) return reply(http::problem(import.error()));
  admit_one(service, std::make_unique<BeginImport>(std::move(*import)), reply, [](const engine::Outcome& outcome) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("import_id", std::to_string(outcome.subject_id)).end_object();
    out.back() = ',';
    out += std::string_view(outcome.detail).substr(1);
    return http::json(200, std::move(out));
  });
}

Result<std::unique_ptr<engine::Command>> read_progress(const Request& request) {
  const auto id = TRY(parse_id<ImportId>(request.captures[0], "import_id"));
  const JsonObject object = TRY(object_of(request.body));
  Counts counts;
  counts.rows = TRY(required_count(object, "rows"));
  counts.applied = TRY(required_count(object, "applied"));
  counts.repeated = TRY(required_count(object, "repeated"));
  counts.refused = TRY(required_count(object, "refused"));
  bool finished = false;
  if (object.at_key("finished").get(finished)) return invalid("finished", "type", "It must be true or false.");
  return std::unique_ptr<engine::Command>(std::make_unique<AdvanceImport>(id, counts, finished));
}

void progress(ImportService& service, const Request& request, const Reply& reply) {
  auto command = read_progress(request);
  if (!command.ok()) return reply(http::problem(command.error()));
  admit_one(service, std::move(*command), reply, [](const engine::Outcome&) { return http::json(200, "{}"); });
}

void define_products(ImportService& service, const Request& request, const Reply& reply) {
  const auto id = parse_id<ImportId>(request.captures[0], "import_id");
  if (!id.ok()) return reply(http::problem(id.error()));
  auto products = catalog::read_products(request.body, service.events.business.now()->currency);
  if (!products.ok()) return reply(http::problem(products.error()));
  admit_one(service, std::make_unique<DefineImportedProducts>(*id, std::move(*products)), reply,
            [](const engine::Outcome& outcome) { return http::json(200, outcome.detail); });
}

Result<void> take_events(const ImportService& service, const Request& request, const Reply& reply) {
  const JsonObject body = TRY(object_of(request.body));
  Begun import;
  import.import_id = events::text_of(body, "import_id");
  import.source = TRY(required_text(body, "source", 60));
  import.precedence = TRY(required_count(body, "precedence"));
  JsonElement undone;
  if (!body.at_key("undone").get(undone)) import.undone = TRY(required_count(body, "undone"));
  JsonElement tries;
  if (!body.at_key("dry_run").get(tries) && tries.get(import.tries))
    return invalid("dry_run", "type", "It must be true or false.");
  simdjson::dom::array list;
  if (body.at_key("items").get(list)) return invalid("items", "required", "The events stand in a list called items.");
  if (list.size() > request_items_max)
    return Error{ErrorCode::too_large,
                 fmt::format("A request holds at most {} items; this one has {}.", request_items_max, list.size()),
                 "items", "limit"};
  std::vector<Item> items(list.size());
  Outcomes known;
  std::size_t place = 0;
  for (const JsonElement element : list) {
    auto item = read_item(element, place, known.notes);
    if (item.ok())
      items[place] = std::move(*item);
    else
      known.refused.push_back({place, item.error()});
    ++place;
  }
  return record_items(service.recording(), import, items, std::move(known), [reply](const Result<Outcomes>& outcomes) {
    reply(outcomes.ok() ? http::json(200, outcomes_json(*outcomes)) : http::problem(outcomes.error()));
  });
}

void import_events(ImportService& service, const Request& request, const Reply& reply) {
  if (const auto taken = take_events(service, request, reply); !taken.ok()) reply(http::problem(taken.error()));
}

std::string errors_path(const ImportService& service, const Import& import) {
  return service.errors_folder + "/" + import.id.text() + ".csv";
}

bool has_errors(const ImportService& service, const Import& import) {
  std::error_code ignored;
  return !service.errors_folder.empty() && std::filesystem::exists(errors_path(service, import), ignored);
}

void write(JsonWriter& json, const ImportService& service, const Import& import) {
  const auto instant_or_null = [&](std::string_view key, Timestamp instant) {
    json.key(key);
    if (instant.micros == 0)
      json.null();
    else
      json.text(format_timestamp(instant));
  };
  json.begin_object()
      .member("import_id", import.id.text())
      .member("source", import.source_name)
      .member("file", import.file_name)
      .member("kind", import.kind)
      .member("rows", import.counts.rows)
      .member("applied", import.counts.applied)
      .member("repeated", import.counts.repeated)
      .member("refused", import.counts.refused)
      .member("state", import.state)
      .member("started_at", format_timestamp(import.started_at));
  instant_or_null("finished_at", import.finished_at);
  instant_or_null("undone_at", import.undone_at);
  json.member("taken_back", import.taken_back).member("has_errors", has_errors(service, import)).end_object();
}

Result<Import> find(const ImportService& service, const Request& request) {
  auto import = TRY(service.find(TRY(parse_id<ImportId>(request.captures[0], "import_id"))));
  if (!import) return Error{ErrorCode::not_found, "There is no such import.", "import_id", "known"};
  return std::move(*import);
}

Result<Response> show(ImportService& service, const Request& request) {
  std::string out;
  JsonWriter json(out);
  write(json, service, TRY(find(service, request)));
  return http::json(200, std::move(out));
}

// As spreadsheets read it: with a mark that it is UTF-8.
Result<Response> show_errors(ImportService& service, const Request& request) {
  const Import import = TRY(find(service, request));
  if (!has_errors(service, import))
    return Error{ErrorCode::not_found,
                 "There is no errors file of this import here: every row is in, the file was older than 30 days, or "
                 "ganbo import wrote it where it ran.",
                 "import_id", "errors"};
  std::ostringstream text;
  text << "\xEF\xBB\xBF" << std::ifstream(errors_path(service, import), std::ios::binary).rdbuf();
  Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"import-{}-errors.csv\"", import.id.text()));
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.body = std::move(text).str();
  return response;
}

void undo(ImportService& service, const Request& request, const Reply& reply) {
  const auto id = parse_id<ImportId>(request.captures[0], "import_id");
  if (!id.ok()) return reply(http::problem(id.error()));
  auto command = std::make_unique<UndoImport>();
  command->id = *id;
  command->user = request.caller.user;
  auto noted = team::audited(std::move(command), request, team::AuditAction::import_undone, id->text());
  admit_one(service, std::move(noted), reply, [](const engine::Outcome& outcome) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("import_id", std::to_string(outcome.subject_id)).member("state", "undoing").end_object();
    return http::json(202, std::move(out));
  });
}

Result<Response> list(ImportService& service, const Request&) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& import : TRY(service.list(100))) write(json, service, import);
  json.end_array().key("next_cursor").null().end_object();
  return http::json(200, std::move(out));
}

}  // namespace

Result<void> expect_no_demo(const ImportService& service, bool told) {
  if (told || !service.events.business.now()->demo) return {};
  return Error{
      ErrorCode::conflict,
      "This is the demo business. Import into a directory of your own (--data DIR; start it with --empty), or say "
      "--into-demo to mix the file with made-up data.",
      "into_demo", "demo"};
}

std::vector<http::Route> import_routes(ImportService& service) {
  constexpr std::string_view import_schema =
      R"({"type":"object","required":["import_id","source","file","kind","rows","applied","repeated","refused","state","started_at","finished_at","undone_at","taken_back","has_errors"],"properties":{"import_id":{"type":"string"},"source":{"type":"string"},"file":{"type":"string"},"kind":{"type":"string","enum":["parties","orders","touchpoints","products","edit"],"description":"edit: the same said of everybody on a list, by POST /v1/parties/bulk"},"rows":{"type":"integer","description":"Settled so far"},"applied":{"type":"integer","description":"Rows that are in"},"repeated":{"type":"integer","description":"Rows that its source said before, word for word"},"refused":{"type":"integer"},"state":{"type":"string","enum":["running","finished","undoing","undone"]},"started_at":{"type":"string","format":"date-time"},"finished_at":{"type":["string","null"],"format":"date-time"},"undone_at":{"type":["string","null"],"format":"date-time"},"taken_back":{"type":"integer","description":"Touchpoints and products, so far"},"has_errors":{"type":"boolean","description":"GET …/errors tells the rows that are not in"}}})";
  std::vector<http::Route> routes;
  const auto post = [&](std::string pattern, std::size_t bytes_max,
                        void (*handler)(ImportService&, const Request&, const Reply&)) {
    http::Route route{.method = http::Method::post,
                      .pattern = std::move(pattern),
                      .needs = Scope::admin,
                      .body_bytes_max = bytes_max};
    route.handle = [&service, handler](Request& request, const Reply& reply) { handler(service, request, reply); };
    routes.push_back(std::move(route));
  };
  post("/v1/imports", 128 * 1024, begin);
  post("/v1/imports/{}/progress", 4096, progress);
  post("/v1/imports/{}/products", 4 << 20, define_products);
  post("/v1/import/events", request_bytes_max, import_events);
  post("/v1/imports/{}/undo", 4096, undo);
  routes.back().summary = "Takes an import back: exactly what it told, step by step";
  routes.back().openapi_operation =
      R"({"tags":["imports"],"responses":{"202":{"description":"Accepted; GET the import to see when its state is undone","content":{"application/json":{"schema":{"type":"object","required":["import_id","state"],"properties":{"import_id":{"type":"string"},"state":{"type":"string"}}}}}},"404":{"description":"There is no such import"},"409":{"description":"It was undone before, or another import of its source is not finished"}}})";
  http::Route business{.method = http::Method::post, .pattern = "/v1/imports/business", .needs = Scope::admin};
  business.handle = http::direct([&service](Request&) -> Result<Response> {
    const auto facts = service.events.business.now();
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("zone", facts->zone.name()).member("currency", facts->currency.code());
    json.key("fields").begin_array();
    for (const auto& [key, field] : facts->fields) json.raw(definition_json(field));
    json.end_array().end_object();
    return http::json(200, std::move(out));
  });
  routes.push_back(std::move(business));
  http::Route read{.method = http::Method::get, .pattern = "/v1/imports", .needs = Scope::admin};
  read.handle = http::direct([&service](Request& request) { return list(service, request); });
  read.summary = "Lists the imports of files, newest first";
  read.openapi_operation = fmt::format(
      R"({{"tags":["imports"],"responses":{{"200":{{"description":"The last hundred","content":{{"application/json":{{"schema":{{"type":"object","required":["data","next_cursor"],"properties":{{"data":{{"type":"array","items":{}}},"next_cursor":{{"type":"null"}}}}}}}}}}}}}}}})",
      import_schema);
  routes.push_back(std::move(read));
  http::Route one{.method = http::Method::get, .pattern = "/v1/imports/{}", .needs = Scope::admin};
  one.handle = http::direct([&service](Request& request) { return show(service, request); });
  one.summary = "Shows an import: its counts, its state, when it was undone";
  one.openapi_operation = fmt::format(
      R"({{"tags":["imports"],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{}}}}}}},"404":{{"description":"There is no such import"}}}}}})",
      import_schema);
  routes.push_back(std::move(one));
  http::Route errors{.method = http::Method::get, .pattern = "/v1/imports/{}/errors", .needs = Scope::admin};
  errors.handle = http::direct([&service](Request& request) { return show_errors(service, request); });
  errors.summary = "The rows of an import that are not in, with field, rule and reason";
  errors.openapi_operation =
      R"({"tags":["imports"],"responses":{"200":{"description":"Kept for 30 days","content":{"text/csv":{"schema":{"type":"string"}}}},"404":{"description":"There is no such import, or no errors file of it on this server"}}})";
  routes.push_back(std::move(errors));
  return routes;
}

}  // namespace ganbo::imports
