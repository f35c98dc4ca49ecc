#include "events/api/segment_routes.hpp"

#include <algorithm>
#include <atomic>

#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using http::Reply;
using http::Request;
using http::Response;
using http::Scope;

constexpr std::string_view calls[] = {"identify", "track", "page", "screen", "group", "alias", "batch"};

// What became of one item.
struct ItemOutcome {
  std::string message_id;
  std::vector<std::string> notes;
  engine::Outcome outcome;
};

void write_error(JsonWriter& json, const Error& error) {
  json.begin_object().member("code", facts_of(error.code).word).member("message", error.message);
  if (!error.field.empty()) json.member("field", error.field);
  if (!error.rule.empty()) json.member("rule", error.rule);
  json.end_object();
}

// The outcomes of one request as they come in from the writer; the last one answers.
class Gathering {
 public:
  Gathering(std::vector<ItemOutcome> items, std::size_t commands, bool single, Reply reply)
      : items_(std::move(items)), remaining_(commands), single_(single), reply_(std::move(reply)) {}

  void settle(std::size_t item, const engine::Outcome& outcome) {
    items_[item].outcome = outcome;
    if (remaining_.fetch_sub(1) == 1) answer();
  }
  void answer() const;

 private:
  std::vector<ItemOutcome> items_;
  std::atomic<std::size_t> remaining_;
  bool single_;
  Reply reply_;
};

void Gathering::answer() const {
  std::string body;
  body.reserve(items_.size() * 120);
  JsonWriter json(body);
  std::int64_t applied = 0;
  std::int64_t repeated = 0;
  std::int64_t refused = 0;
  const Error* failed = nullptr;
  Error single_error;
  bool single_refused = false;
  json.begin_object().key("outcomes").begin_array();
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const auto& item = items_[i];
    const auto& outcome = item.outcome;
    json.begin_object().member("item", static_cast<std::int64_t>(i));
    if (!item.message_id.empty()) json.member("messageId", item.message_id);
    json.member("status", engine::word_of(outcome.status));
    if (outcome.subject_id != 0) json.member("event_id", std::to_string(outcome.subject_id));
    if (outcome.party_id != 0) json.member("party_id", std::to_string(outcome.party_id));
    if (!outcome.detail.empty()) json.key("detail").raw(outcome.detail);
    if (!item.notes.empty()) {
      json.key("notes").begin_array();
      for (const auto& note : item.notes) json.text(note);
      json.end_array();
    }
    switch (outcome.status) {
      case engine::Status::applied:
        ++applied;
        break;
      case engine::Status::repeated:
        ++repeated;
        break;
      default:
        ++refused;
        json.key("error");
        write_error(json, outcome.error);
        if (outcome.status == engine::Status::failed) failed = &outcome.error;
        if (single_) {
          single_refused = true;
          single_error = outcome.error;
        }
    }
    json.end_object();
  }
  json.end_array()
      .member("applied", applied)
      .member("repeated", repeated)
      .member("refused", refused)
      .member("success", refused == 0)
      .end_object();
  // What could not be written may be sent again as a whole: names keep the rest from doubling.
  if (failed != nullptr) return reply_(http::problem(*failed));
  if (single_refused) return reply_(http::problem(single_error));
  reply_(http::json(200, std::move(body)));
}

bool origin_allowed(const http::Caller& caller, std::string_view origin) {
  const auto& allowed = caller.allowed_origins;
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& a) { return a == "*" || a == origin; });
}

void add_cors(Response& response, std::string_view origin) {
  if (origin.empty()) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", std::string(origin));
  response.headers.emplace_back("Vary", "Origin");
}

void handle_call(EventService& service, std::string_view call, Request& request, const Reply& plain_reply) {
  http::Caller caller = request.caller;
  if (caller.scopes == 0) {
    const auto found = service.accounts.by_key(write_key_of(request.body));
    if (!found.ok()) return plain_reply(http::problem(found.error()));
    caller = *found;
  }
  const bool public_key = !caller.may(Scope::events);
  if (public_key && !caller.may(Scope::browser))
    return plain_reply(http::problem(failure(
        ErrorCode::forbidden, "This key may not send events. Make one with `ganbo key create --scope events`.")));
  const std::string origin(request.header("origin"));
  if (public_key && !origin.empty() && !origin_allowed(caller, origin))
    return plain_reply(http::problem(
        Error{ErrorCode::forbidden,
              "This key may not be used from this origin. Make one with `ganbo key create --scope browser --origin`.",
              "Origin", "allowed"}));
  const Reply reply = origin.empty() ? plain_reply : Reply([plain_reply, origin](Response response) {
    add_cors(response, origin);
    plain_reply(std::move(response));
  });
  const auto business = service.business.now();
  Reading reading = service.reading(*business, caller.source);
  reading.from_browser = public_key;
  auto items = read_request(call, request.body, reading);
  if (!items.ok()) return reply(http::problem(items.error()));
  admit_items(service, std::move(*items), call != "batch", reply);
}

void handle_preflight(Request& request, const Reply& reply) {
  Response response{204, "", "", {}, {}};
  add_cors(response, request.header("origin"));
  response.headers.emplace_back("Access-Control-Allow-Methods", "POST");
  response.headers.emplace_back("Access-Control-Allow-Headers", "authorization, content-type");
  response.headers.emplace_back("Access-Control-Max-Age", "600");
  reply(std::move(response));
}

std::string operation_of(std::string_view call) {
  const std::string schema =
      call == "batch"
          ? R"({"type":"object","required":["batch"],"properties":{"batch":{"type":"array","maxItems":2500,"items":{"$ref":"#/components/schemas/Event"}},"sentAt":{"type":"string","format":"date-time"},"writeKey":{"type":"string"}}})"
          : R"({"$ref":"#/components/schemas/Event"})";
  return R"({"tags":["events"],"requestBody":{"required":true,"content":{"application/json":{"schema":)" + schema +
         R"(}}},"responses":{"200":{"description":"An outcome per item","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Outcomes"}}}}}})";
}

}  // namespace

void admit_items(EventService& service, std::vector<Item> items, bool single, const Reply& reply) {
  std::vector<ItemOutcome> outcomes(items.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    outcomes[i].message_id = std::move(items[i].message_id);
    outcomes[i].notes = std::move(items[i].notes);
    if (items[i].error) outcomes[i].outcome = engine::Outcome::refused(*std::move(items[i].error));
    count += items[i].command ? 1 : 0;
  }
  auto gathering = std::make_shared<Gathering>(std::move(outcomes), count, single, reply);
  if (count == 0) return gathering->answer();
  std::vector<std::unique_ptr<engine::Command>> commands;
  commands.reserve(count);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].command) continue;
    items[i].command->done = [gathering, i](const engine::Outcome& outcome) { gathering->settle(i, outcome); };
    commands.push_back(std::move(items[i].command));
  }
  if (const auto admitted = service.writer.admit(commands); !admitted.ok()) reply(http::problem(admitted.error()));
}

std::vector<http::Route> segment_routes(EventService& service) {
  std::vector<http::Route> routes;
  for (const auto call : calls) {
    const std::string path = "/v1/" + std::string(call);
    http::Route route{.method = http::Method::post,
                      .pattern = path,
                      .auth = http::Auth::write_key,
                      .needs = static_cast<Scope>(Scope::events | Scope::browser)};
    route.body_bytes_max = call == "batch" ? batch_bytes_max : item_bytes_max;
    route.handle = [&service, call](Request& request, const Reply& reply) {
      handle_call(service, call, request, reply);
    };
    route.summary = call == "batch" ? "Record up to 2,500 events" : "Record one event";
    route.openapi_operation = operation_of(call);
    routes.push_back(std::move(route));
    http::Route preflight{
        .method = http::Method::options, .pattern = path, .auth = http::Auth::none, .needs = Scope::none};
    preflight.handle = [](Request& request, const Reply& reply) { handle_preflight(request, reply); };
    routes.push_back(std::move(preflight));
  }
  return routes;
}

}  // namespace ganbo::events
