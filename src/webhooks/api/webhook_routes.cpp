#include "webhooks/api/webhook_routes.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/api/small_body.hpp"
#include "team/audited.hpp"
#include "webhooks/signature.hpp"

namespace ganbo::webhooks {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::int64_t page_default = 50;
constexpr std::int64_t page_max = 200;
constexpr std::size_t message_id_bytes_max = 40;

Error no_such_endpoint() { return failure(ErrorCode::not_found, "There is no such endpoint."); }
Error no_such_message() {
  return failure(ErrorCode::not_found, "There is no such message; the log keeps them for two weeks.");
}

Result<EndpointId> endpoint_id(const Request& request) {
  const auto id = parse_id<EndpointId>(request.captures[0], "id");
  return id.ok() ? id : Result<EndpointId>(no_such_endpoint());
}

bool is_message_id(std::string_view text) {
  return text.starts_with("msg_") && text.size() <= message_id_bytes_max &&
         std::all_of(text.begin() + 4, text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

Result<MessageKey> message_key(const Request& request) {
  const EndpointId endpoint = TRY(endpoint_id(request));
  if (!is_message_id(request.captures[1])) return no_such_message();
  return MessageKey{endpoint, request.captures[1]};
}

// As the snapshot has it.
Result<Endpoint> endpoint_of(const WebhookService& service, EndpointId id) {
  const auto endpoints = service.endpoints.now();
  const auto found = endpoints->find(id);
  if (found == endpoints->end() || found->second.state == EndpointState::removed) return no_such_endpoint();
  return found->second;
}

void optional_time(JsonWriter& json, std::string_view key, std::optional<Timestamp> when) {
  json.key(key);
  if (when)
    json.text(format_timestamp(*when));
  else
    json.null();
}

void optional_integer(JsonWriter& json, std::string_view key, std::optional<std::int64_t> number) {
  json.key(key);
  if (number)
    json.integer(*number);
  else
    json.null();
}

void optional_text(JsonWriter& json, std::string_view key, const std::optional<std::string>& text) {
  json.key(key);
  if (text)
    json.text(*text);
  else
    json.null();
}

void write_types(JsonWriter& json, MessageTypes types) {
  json.key("types").begin_array();
  for (const auto& facts : message_types())
    if ((types & bit_of(facts.type)) != 0) json.text(facts.word);
  json.end_array();
}

// Members of an endpoint; the caller ends the object.
void begin_endpoint(JsonWriter& json, const Endpoint& endpoint, const Backlog& backlog, Timestamp now) {
  json.begin_object().member("id", endpoint.id.text()).member("url", endpoint.url);
  json.member("description", endpoint.description);
  write_types(json, endpoint.types);
  json.member("state", word_of(endpoint.state)).member("made_at", format_timestamp(endpoint.made_at));
  std::optional<Timestamp> former;  // until when the secret before still signs
  for (const auto& secret : endpoint.secrets)
    if (secret.retires_at && *secret.retires_at > now) former = secret.retires_at;
  optional_time(json, "former_secret_until", former);
  json.member("waiting", backlog.waiting).member("failing", backlog.failing);
  optional_time(json, "waiting_since", backlog.oldest_at);
  json.member("skipped", backlog.skipped);
  optional_time(json, "skipped_from", backlog.skipped_first_at);
  optional_time(json, "skipped_until", backlog.skipped_last_at);
}

// Without what may be a secret in it.
std::string shown_url(const std::string& url) { return url.substr(0, url.find('?')); }

Result<engine::Outcome> submit(WebhookService& service, const Request& request, ChangeWebhooks::Change what,
                               team::Changed changed) {
  return service.writer.submit(team::audited(std::make_unique<ChangeWebhooks>(std::move(what)), request,
                                             team::AuditAction::definition_changed, "webhook", {},
                                             {std::move(changed)}));
}

Result<Response> list(WebhookService& service) {
  auto lease = TRY(service.readers.take());
  const auto endpoints = service.endpoints.now();
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& [id, endpoint] : *endpoints) {
    if (endpoint.state == EndpointState::removed) continue;
    begin_endpoint(json, endpoint, TRY(service.record.backlog(*lease, id)), service.clock.now());
    json.end_object();
  }
  json.end_array().member("own_network", service.endpoints.own_network_allowed()).end_object();
  return http::json(200, std::move(out));
}

Result<Response> answer_with(WebhookService& service, int status, EndpointId id, const std::string& secret = {}) {
  auto lease = TRY(service.readers.take());
  const Endpoint endpoint = TRY(endpoint_of(service, id));
  std::string out;
  JsonWriter json(out);
  begin_endpoint(json, endpoint, TRY(service.record.backlog(*lease, id)), service.clock.now());
  if (!secret.empty()) json.member("secret", secret);
  json.end_object();
  return http::json(status, std::move(out));
}

Result<MessageTypes> read_types(const simdjson::dom::element& value) {
  simdjson::dom::array words;
  if (value.get(words)) return invalid("types", "type", "It must be an array of types of messages.");
  MessageTypes types = 0;
  std::size_t place = 0;
  for (const auto element : words) {
    std::string_view word;
    const auto type = element.get(word) ? std::nullopt : parse_message_type(word);
    if (!type) {
      std::string known;
      for (const auto& facts : message_types()) known += (known.empty() ? "" : ", ") + std::string(facts.word);
      return invalid(fmt::format("types[{}]", place), "choice", fmt::format("It must be one of: {}.", known));
    }
    types |= bit_of(*type);
    ++place;
  }
  if (types == 0) return invalid("types", "required", "Say of which changes it is to be told.");
  return types;
}

// What a body says of an endpoint; what it leaves out is left out.
Result<EndpointChange> read_change(const WebhookService& service, const Request& request, bool makes) {
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  if (parser.parse(simdjson::padded_string(request.body)).get(body))
    return invalid("body", "json", "The body must be a JSON object.");
  EndpointChange change;
  for (const auto [key, value] : body) {
    std::string_view text;
    if (key == "types") {
      change.types = TRY(read_types(value));
    } else if (key == "enabled" && !makes) {
      bool enabled = false;
      if (value.get(enabled)) return invalid("enabled", "type", "It must be true or false.");
      change.state = enabled ? EndpointState::enabled : EndpointState::disabled;
    } else if (key != "url" && key != "description") {
      return invalid(std::string(key), "known",
                     makes ? "Of a new endpoint url, types and description are told."
                           : "Of an endpoint url, types, description and enabled can be changed.");
    } else if (value.get(text)) {
      return invalid(std::string(key), "type", "It must be a text.");
    } else if (key == "url") {
      change.url = TRY(parse_endpoint_url(text, service.endpoints.own_network_allowed()));
    } else {
      change.description = tidy_text(text);
      if (change.description->size() > description_bytes_max)
        return invalid("description", "limit", fmt::format("At most {} bytes.", description_bytes_max));
    }
  }
  return change;
}

Result<Response> add(WebhookService& service, Request& request) {
  const EndpointChange told = TRY(read_change(service, request, true));
  if (!told.url) return invalid("url", "required", "Say where messages are to be sent.");
  if (!told.types) return invalid("types", "required", "Say of which changes it is to be told.");
  Endpoint endpoint;
  endpoint.url = *told.url;
  endpoint.types = *told.types;
  endpoint.description = told.description.value_or("");
  const std::string secret = make_secret();
  team::Changed noted{"url", "", shown_url(endpoint.url)};
  const auto outcome = TRY(submit(service, request, add_endpoint(std::move(endpoint), secret), std::move(noted)));
  return answer_with(service, 201, {outcome.subject_id}, secret);
}

Result<Response> change(WebhookService& service, Request& request) {
  const EndpointId id = TRY(endpoint_id(request));
  EndpointChange told = TRY(read_change(service, request, false));
  const Endpoint before = TRY(endpoint_of(service, id));
  team::Changed noted{"url", shown_url(before.url), shown_url(told.url.value_or(before.url))};
  TRY(submit(service, request, change_endpoint(id, std::move(told)), std::move(noted)));
  return answer_with(service, 200, id);
}

Result<Response> remove(WebhookService& service, Request& request) {
  const EndpointId id = TRY(endpoint_id(request));
  const Endpoint before = TRY(endpoint_of(service, id));
  TRY(submit(service, request, remove_endpoint(id), {"url", shown_url(before.url), ""}));
  return Response{204, "", "", {}, {}};
}

Result<Response> replace(WebhookService& service, Request& request) {
  const EndpointId id = TRY(endpoint_id(request));
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  if (parser.parse(simdjson::padded_string(request.body.empty() ? "{}" : request.body)).get(body))
    return invalid("body", "json", "The body must be a JSON object.");
  std::int64_t overlap_hours = overlap_hours_default;
  for (const auto [key, value] : body) {
    if (key != "overlap_hours") return invalid(std::string(key), "known", "This member is not known here.");
    if (value.get(overlap_hours) || overlap_hours < 0 || overlap_hours > overlap_hours_max)
      return invalid("overlap_hours", "range", fmt::format("A whole number from 0 to {}.", overlap_hours_max));
  }
  const std::string secret = make_secret();
  const std::string at = shown_url(TRY(endpoint_of(service, id)).url);
  TRY(submit(service, request, replace_secret(id, secret, hours(overlap_hours)), {"secret", at, at}));
  return answer_with(service, 201, id, secret);
}

Result<Response> test(WebhookService& service, Request& request) {
  const EndpointId id = TRY(endpoint_id(request));
  const auto outcome = TRY(service.writer.submit(std::make_unique<ChangeWebhooks>(test_endpoint(id))));
  return http::json(201, outcome.detail);
}

// Members of a message; the caller ends the object.
void begin_message(JsonWriter& json, const LoggedMessage& message) {
  json.begin_object().member("id", message.id).member("type", message.type);
  json.member("made_at", format_timestamp(message.made_at)).member("state", message.state);
  json.member("attempts", message.attempts);
  optional_time(json, "next_at", message.due_at);
  optional_time(json, "tried_at", message.tried_at);
  optional_integer(json, "status", message.status);
  optional_integer(json, "duration_ms", message.duration_ms);
  optional_text(json, "problem", message.problem);
}

Result<Response> list_messages(WebhookService& service, Request& request) {
  const EndpointId id = TRY(endpoint_id(request));
  TRY(endpoint_of(service, id));
  const auto wanted = request.param("state").value_or("");
  const auto state = parse_message_state(wanted);
  if (!wanted.empty() && !state) return invalid("state", "choice", "It must be waiting, delivered or given_up.");
  const std::string before(request.param("cursor").value_or(""));
  if (!before.empty() && !is_message_id(before))
    return invalid("cursor", "format", "Send next_cursor of the page before as it was.");
  std::int64_t limit = page_default;
  if (const auto sent = request.param("limit")) {
    const auto read = parse_id<EndpointId>(*sent, "limit");
    if (!read.ok() || read->value > page_max)
      return invalid("limit", "range", fmt::format("A whole number from 1 to {}.", page_max));
    limit = read->value;
  }
  auto lease = TRY(service.readers.take());
  auto messages = TRY(service.record.messages(*lease, id, state, before, limit + 1));
  const bool more = std::ssize(messages) > limit;
  if (more) messages.pop_back();
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& message : messages) {
    begin_message(json, message);
    json.end_object();
  }
  json.end_array();
  optional_text(json, "next_cursor", more ? std::optional(messages.back().id) : std::nullopt);
  json.end_object();
  return http::json(200, std::move(out));
}

Result<Response> show_message(WebhookService& service, Request& request) {
  const MessageKey key = TRY(message_key(request));
  TRY(endpoint_of(service, key.endpoint));
  auto lease = TRY(service.readers.take());
  const auto message = TRY(service.record.message(*lease, key));
  if (!message) return no_such_message();
  std::string out;
  JsonWriter json(out);
  begin_message(json, *message);
  json.member("body", message->body).key("tries").begin_array();
  for (const auto& attempt : TRY(service.record.attempts(*lease, key))) {
    json.begin_object().member("number", attempt.number).member("tried_at", format_timestamp(attempt.tried_at));
    json.member("duration_ms", attempt.duration_ms);
    optional_integer(json, "status", attempt.status);
    optional_text(json, "problem", attempt.problem);
    json.member("answer", attempt.answer).end_object();
  }
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

Result<Response> retry(WebhookService& service, Request& request) {
  const MessageKey key = TRY(message_key(request));
  const Endpoint endpoint = TRY(endpoint_of(service, key.endpoint));
  {
    auto lease = TRY(service.readers.take());
    if (!TRY(service.record.message(*lease, key))) return no_such_message();
  }
  if (endpoint.state != EndpointState::enabled)
    return Error{ErrorCode::conflict, "Nothing is sent to it. Enable it first.", "state", "enabled"};
  auto command = std::make_unique<ChangeMessages>();
  command->again.push_back(key);
  TRY(service.writer.submit(std::move(command)));
  return Response{204, "", "", {}, {}};
}

std::string type_words() {
  std::string words;
  for (const auto& facts : message_types()) words += fmt::format(R"({}"{}")", words.empty() ? "" : ",", facts.word);
  return words;
}

// With `more`: required names and properties besides.
std::string endpoint_schema(std::string_view more_required = "", std::string_view more_properties = "") {
  return fmt::format(
      R"({{"type":"object","required":["id","url","description","types","state","made_at","former_secret_until","waiting","failing","waiting_since","skipped","skipped_from","skipped_until"{}],"properties":{{"id":{{"type":"string"}},"url":{{"type":"string"}},"description":{{"type":"string"}},"types":{{"type":"array","items":{{"type":"string","enum":[{}]}}}},"state":{{"type":"string","enum":["enabled","disabled","gone"],"description":"gone: it answered 410"}},"made_at":{{"type":"string","format":"date-time"}},"former_secret_until":{{"type":["string","null"],"format":"date-time","description":"Until then messages are signed with the secret before as well"}},"waiting":{{"type":"integer","description":"Messages"}},"failing":{{"type":"integer","description":"Of those, how many were tried already"}},"waiting_since":{{"type":["string","null"],"format":"date-time"}},"skipped":{{"type":"integer","description":"Changes it was not told of, because {} messages waited"}},"skipped_from":{{"type":["string","null"],"format":"date-time"}},"skipped_until":{{"type":["string","null"],"format":"date-time"}}{}}}}})",
      more_required, type_words(), waiting_max, more_properties);
}

std::string message_schema(std::string_view more_required = "", std::string_view more_properties = "") {
  return fmt::format(
      R"({{"type":"object","required":["id","type","made_at","state","attempts","next_at","tried_at","status","duration_ms","problem"{}],"properties":{{"id":{{"type":"string","description":"The webhook-id"}},"type":{{"type":"string"}},"made_at":{{"type":"string","format":"date-time"}},"state":{{"type":"string","enum":["waiting","delivered","given_up"]}},"attempts":{{"type":"integer"}},"next_at":{{"type":["string","null"],"format":"date-time"}},"tried_at":{{"type":["string","null"],"format":"date-time"}},"status":{{"type":["integer","null"],"description":"Of HTTP, of the last attempt; null: no answer came"}},"duration_ms":{{"type":["integer","null"]}},"problem":{{"type":["string","null"],"description":"Why the last attempt was no success"}}{}}}}})",
      more_required, more_properties);
}

std::string answers(std::string_view status, std::string_view description, std::string_view schema) {
  return fmt::format(R"("{}":{{"description":"{}","content":{{"application/json":{{"schema":{}}}}}}})", status,
                     description, schema);
}

std::string body_of(std::string_view schema, bool required) {
  return fmt::format(R"("requestBody":{{"required":{},"content":{{"application/json":{{"schema":{}}}}}}})", required,
                     schema);
}

}  // namespace

std::vector<http::Route> webhook_routes(WebhookService& service) {
  std::vector<http::Route> routes;
  using Handler = Result<Response> (*)(WebhookService&, Request&);
  const auto add_route = [&](Method method, std::string pattern, std::string summary, const std::string& asks,
                             const std::string& responses, Handler handler) {
    routes.push_back(team::route(
        method, std::move(pattern), http::Auth::bearer, http::Scope::admin, std::move(summary),
        fmt::format(R"({{"tags":["webhooks"],{}"responses":{{{}}}}})", asks.empty() ? asks : asks + ",", responses),
        [&service, handler](Request& request) { return handler(service, request); }));
  };
  const std::string types = fmt::format(R"({{"type":"array","items":{{"type":"string","enum":[{}]}}}})", type_words());
  const std::string with_secret =
      endpoint_schema(R"(,"secret")", R"(,"secret":{"type":"string","description":"whsec_…; shown this once"})");
  constexpr std::string_view page =
      R"("parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}},{"name":"state","in":"query","schema":{"type":"string","enum":["waiting","delivered","given_up"]}},{"name":"cursor","in":"query","schema":{"type":"string"}},{"name":"limit","in":"query","schema":{"type":"integer","minimum":1,"maximum":200}}])";
  constexpr std::string_view of_message =
      R"("parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}},{"name":"message","in":"path","required":true,"schema":{"type":"string"}}])";

  add_route(
      Method::get, "/v1/webhooks", "Endpoints that are told of changes", "",
      answers(
          "200", "All of them",
          fmt::format(
              R"({{"type":"object","required":["data","own_network"],"properties":{{"data":{{"type":"array","items":{}}},"own_network":{{"type":"boolean","description":"Whether the business allows endpoints in a network of its own"}}}}}})",
              endpoint_schema())),
      [](WebhookService& it, Request&) { return list(it); });
  add_route(
      Method::post, "/v1/webhooks", "Adds an endpoint",
      body_of(
          fmt::format(
              R"({{"type":"object","required":["url","types"],"properties":{{"url":{{"type":"string","description":"https://…; http:// within a network of one's own, where the setting webhooks.own_network allows it"}},"types":{},"description":{{"type":"string"}}}}}})",
              types),
          true),
      answers("201", "Added", with_secret), add);
  add_route(
      Method::patch, "/v1/webhooks/{}", "Changes an endpoint, or sends it nothing for a while",
      body_of(
          fmt::format(
              R"({{"type":"object","properties":{{"url":{{"type":"string"}},"types":{},"description":{{"type":"string"}},"enabled":{{"type":"boolean"}}}}}})",
              types),
          true),
      answers("200", "Changed", endpoint_schema()), change);
  add_route(Method::del, "/v1/webhooks/{}", "Removes an endpoint with its log", "",
            R"("204":{"description":"Removed"})", remove);
  add_route(
      Method::post, "/v1/webhooks/{}/secret", "Replaces the secret that messages are signed with",
      body_of(
          R"({"type":"object","properties":{"overlap_hours":{"type":"integer","minimum":0,"maximum":168,"default":24,"description":"How long the one before signs beside it"}}})",
          false),
      answers("201", "Replaced", with_secret), replace);
  add_route(Method::post, "/v1/webhooks/{}/test", "Sends an endpoint a test", "",
            answers("201", "It is being sent; the log says what came of it",
                    R"({"type":"object","required":["message"],"properties":{"message":{"type":"string"}}})"),
            test);
  add_route(
      Method::get, "/v1/webhooks/{}/messages", "What was sent to an endpoint and what waits, the newest first",
      std::string(page),
      answers(
          "200", "A page of the log: two weeks, at most 10,000 messages",
          fmt::format(
              R"({{"type":"object","required":["data","next_cursor"],"properties":{{"data":{{"type":"array","items":{}}},"next_cursor":{{"type":["string","null"]}}}}}})",
              message_schema())),
      list_messages);
  add_route(
      Method::get, "/v1/webhooks/{}/messages/{}", "A message with its attempts", std::string(of_message),
      answers(
          "200", "As it was sent",
          message_schema(
              R"(,"body","tries")",
              R"(,"body":{"type":"string"},"tries":{"type":"array","items":{"type":"object","required":["number","tried_at","duration_ms","status","problem","answer"],"properties":{"number":{"type":"integer"},"tried_at":{"type":"string","format":"date-time"},"duration_ms":{"type":"integer"},"status":{"type":["integer","null"]},"problem":{"type":["string","null"]},"answer":{"type":"string","description":"How its body begins"}}}})")),
      show_message);
  add_route(Method::post, "/v1/webhooks/{}/messages/{}/retry", "Sends a message again, at once",
            std::string(of_message), R"("204":{"description":"It is being sent"})", retry);
  return routes;
}

}  // namespace ganbo::webhooks
