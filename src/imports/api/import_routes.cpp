#include "imports/api/import_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "imports/record_sale.hpp"
#include "platform/base/json_writer.hpp"

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

// Made-up customers and real ones in one record are found out only when they cannot be told apart any more.
Result<void> check_not_demo(const ImportService& service, std::string_view body) {
  if (!service.events.business.now()->demo) return {};
  const JsonObject object = TRY(object_of(body));
  bool told = false;
  if (!object.at_key("into_demo").get(told) && told) return {};
  return Error{
      ErrorCode::conflict,
      "This is the demo business. Import into a directory of your own (--data DIR; start it with --empty), or say "
      "--into-demo to mix the file with made-up data.",
      "into_demo", "demo"};
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

struct Note {
  std::size_t item = 0;
  Error error;
};

// The outcomes of one request as they come in from the writer; the last one answers.
class Gathering {
 public:
  Gathering(std::size_t items, std::vector<Note> refused, std::vector<Note> notes, std::size_t commands, Reply reply)
      : outcomes_(items, 'x'),
        refused_(std::move(refused)),
        notes_(std::move(notes)),
        remaining_(commands),
        reply_(std::move(reply)) {}

  // Called on the writer's thread, or with no command at all.
  void settle(std::size_t item, const engine::Outcome& outcome) {
    switch (outcome.status) {
      case engine::Status::applied:
        outcomes_[item] = 'a';
        break;
      case engine::Status::repeated:
        outcomes_[item] = 'r';
        break;
      case engine::Status::failed:
        failed_ = outcome.error;
        break;
      default:
        refused_.push_back({item, outcome.error});
    }
    if (remaining_.fetch_sub(1) == 1) answer();
  }

  void answer() {
    // What could not be written may be sent again as a whole: names keep the rest from doubling.
    if (failed_) return reply_(http::problem(*failed_));
    std::string body;
    JsonWriter json(body);
    json.begin_object().member("outcomes", outcomes_);
    json.member("applied", static_cast<std::int64_t>(std::count(outcomes_.begin(), outcomes_.end(), 'a')));
    json.member("repeated", static_cast<std::int64_t>(std::count(outcomes_.begin(), outcomes_.end(), 'r')));
    json.member("refused", static_cast<std::int64_t>(std::count(outcomes_.begin(), outcomes_.end(), 'x')));
    write(json, "errors", refused_);
    write(json, "notes", notes_);
    json.end_object();
    reply_(http::json(200, std::move(body)));
  }

 private:
  static void write(JsonWriter& json, std::string_view key, const std::vector<Note>& notes) {
    json.key(key).begin_array();
    for (const auto& note : notes)
      json.begin_object()
          .member("item", static_cast<std::int64_t>(note.item))
          .member("field", note.error.field)
          .member("rule", note.error.rule)
          .member("message", note.error.message)
          .end_object();
    json.end_array();
  }

  std::string outcomes_;  // a letter an item: applied, repeated, x refused
  std::vector<Note> refused_;
  std::vector<Note> notes_;
  std::atomic<std::size_t> remaining_;
  std::optional<Error> failed_;
  Reply reply_;
};

// One item as a command. Identifiers that name nobody are left out with a note; when none is left, `sale` names the
// party.
class ItemReader {
 public:
  explicit ItemReader(const events::Reading& reading) : reading_(reading) {}

  Result<std::unique_ptr<engine::Command>> read(JsonElement element, std::size_t place, std::vector<Note>& notes) {
    JsonObject item;
    if (element.get(item)) return invalid("items", "type", "Each item must be an object.");
    events::Touchpoint touchpoint;
    touchpoint.type = events::text_of(item, "type");
    touchpoint.name = TRY(required_text(item, "name", 1000));
    TRY(read_identifiers(item, place, touchpoint.identifiers, notes));
    const bool names_customer = !touchpoint.identifiers.empty();
    const auto called = events::text_of(item, "sale");
    const auto sale =
        parties::normalise(parties::IdentifierType::anonymous_id, called, reading_.business.phone_region, "order_id");
    if (!names_customer && !called.empty()) touchpoint.identifiers.push_back(TRY(sale));
    if (touchpoint.identifiers.empty())
      return invalid("customer_id", "required", "No number, e-mail, phone or card of the row can name a party.");
    touchpoint.occurred_at = reading_.received_at;
    if (const auto when = events::text_of(item, "at"); !when.empty())
      touchpoint.occurred_at = TRY(parse_timestamp(when, "date"));
    JsonElement properties;
    if (item.at_key("properties").get(properties)) return invalid("properties", "required", "It is missing.");
    properties_ = simdjson::minify(properties);
    touchpoint.properties_json = properties_;
    JsonElement envelope;
    envelope_.clear();
    if (!item.at_key("envelope").get(envelope)) envelope_ = simdjson::minify(envelope);
    touchpoint.envelope_json = envelope_;
    auto event = TRY(events::make_event(touchpoint, reading_));
    if (!names_customer || !sale.ok()) return std::unique_ptr<engine::Command>(std::move(event));
    return std::unique_ptr<engine::Command>(std::make_unique<RecordSale>(std::move(event), *sale));
  }

 private:
  Result<void> read_identifiers(JsonObject item, std::size_t place, std::vector<parties::Identifier>& into,
                                std::vector<Note>& notes) {
    simdjson::dom::array ids;
    if (!item.at_key("ids").get(ids))
      for (const JsonElement id : ids) {
        auto identifier = read_identifier(id);
        if (identifier.ok())
          into.push_back(std::move(*identifier));
        else
          notes.push_back({place, identifier.error()});
      }
    std::sort(into.begin(), into.end());
    into.erase(std::unique(into.begin(), into.end()), into.end());
    return {};
  }

  Result<parties::Identifier> read_identifier(JsonElement element) const {
    simdjson::dom::array pair;
    std::string_view word;
    std::string_view value;
    if (element.get(pair) || pair.size() != 2 || pair.at(0).get(word) || pair.at(1).get(value))
      return invalid("ids", "type", "An identifier is a list of its type and its value.");
    const auto type = TRY(parties::parse_identifier_type(word, "ids"));
    return parties::normalise(type, value, reading_.business.phone_region, word);
  }

  const events::Reading& reading_;
  std::string properties_;
  std::string envelope_;
};

Result<void> take_events(ImportService& service, const Request& request, const Reply& reply) {
  const JsonObject body = TRY(object_of(request.body));
  const std::string source_name = TRY(required_text(body, "source", 60));
  const auto directory = service.directory.now();
  const auto source = directory->sources.find(source_name);
  if (source == directory->sources.end())
    return Error{ErrorCode::not_found,
                 fmt::format("There is no source {}; POST /v1/imports begins an import and makes it.", source_name),
                 "source", "known"};
  const auto business = service.events.business.now();
  events::Reading reading = service.events.reading(*business, source->second.id);
  reading.precedence = TRY(required_count(body, "precedence"));
  simdjson::dom::array items;
  if (body.at_key("items").get(items)) return invalid("items", "required", "The events stand in a list called items.");
  if (items.size() > request_items_max)
    return Error{ErrorCode::too_large,
                 fmt::format("A request holds at most {} items; this one has {}.", request_items_max, items.size()),
                 "items", "limit"};

  std::vector<std::unique_ptr<engine::Command>> commands;
  std::vector<std::size_t> places;
  std::vector<Note> refused;
  std::vector<Note> notes;
  commands.reserve(items.size());
  ItemReader reader(reading);
  std::size_t place = 0;
  for (const JsonElement element : items) {
    auto event = reader.read(element, place, notes);
    if (event.ok()) {
      commands.push_back(std::move(*event));
      places.push_back(place);
    } else {
      refused.push_back({place, event.error()});
    }
    ++place;
  }
  auto gathering =
      std::make_shared<Gathering>(items.size(), std::move(refused), std::move(notes), commands.size(), reply);
  if (commands.empty()) {
    gathering->answer();
    return {};
  }
  for (std::size_t i = 0; i < commands.size(); ++i)
    commands[i]->done = [gathering, item = places[i]](const engine::Outcome& outcome) {
      gathering->settle(item, outcome);
    };
  return service.events.writer.admit(commands);
}

void import_events(ImportService& service, const Request& request, const Reply& reply) {
  if (const auto taken = take_events(service, request, reply); !taken.ok()) reply(http::problem(taken.error()));
}

Result<Response> list(ImportService& service, const Request&) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& import : TRY(service.list(100))) {
    json.begin_object()
        .member("import_id", import.id.text())
        .member("source", import.source_name)
        .member("file", import.file_name)
        .member("kind", import.kind);
    json.member("rows", import.counts.rows)
        .member("applied", import.counts.applied)
        .member("repeated", import.counts.repeated)
        .member("refused", import.counts.refused);
    json.member("state", import.state).member("started_at", format_timestamp(import.started_at)).key("finished_at");
    if (import.finished_at.micros == 0)
      json.null();
    else
      json.text(format_timestamp(import.finished_at));
    json.end_object();
  }
  json.end_array().key("next_cursor").null().end_object();
  return http::json(200, std::move(out));
}

}  // namespace

std::vector<http::Route> import_routes(ImportService& service) {
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
  post("/v1/import/events", request_bytes_max, import_events);
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
  read.openapi_operation =
      R"({"tags":["imports"],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"type":"object"}}}}}})";
  routes.push_back(std::move(read));
  return routes;
}

}  // namespace ganbo::imports
