#include "events/api/quarantine_routes.hpp"

#include <fmt/format.h>

#include <future>
#include <optional>

#include "events/quarantine.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using http::Request;
using http::Response;
using http::Scope;

// Whether a waiting field is a trait that the business defined.
bool is_own_field(std::string_view field, const parties::Business& business) {
  return field.starts_with("identify.") && business.fields.contains(trait_of_field(std::string(field)));
}

Result<Response> list(QuarantineService& service, const Request& request) {
  const auto business = service.events.business.now();
  const auto reader = service.reader(request.caller);
  auto lease = TRY(service.readers.take());
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& field : TRY(service.record.fields(*lease))) {
    if (is_own_field(field.field, *business) &&
        !parties::may_read(business->fields.at(trait_of_field(field.field)), reader))
      continue;
    json.begin_object().member("field", field.field).member("type", field.field.substr(0, field.field.find('.')));
    json.member("count", field.waiting).key("samples").begin_array();
    for (const auto& sample : field.samples) json.raw(sample);
    json.end_array().member("expires_at", format_timestamp(field.first_expires_at)).end_object();
  }
  json.end_array().member("left_out", service.events.waiting == nullptr ? 0 : service.events.waiting->left_out());
  json.end_object();
  return http::json(200, std::move(out));
}

// Admits a slice at once, so that it shares commits, and waits for its outcomes. How many were applied.
Result<std::int64_t> write_all(EventService& service, std::vector<std::unique_ptr<RecordEvent>> events) {
  std::vector<std::future<engine::Outcome>> outcomes;
  std::vector<std::unique_ptr<engine::Command>> commands;
  for (auto& event : events) {
    auto settled = std::make_shared<std::promise<engine::Outcome>>();
    outcomes.push_back(settled->get_future());
    event->done = [settled](const engine::Outcome& outcome) { settled->set_value(outcome); };
    commands.push_back(std::move(event));
  }
  TRY(service.writer.admit(commands));
  std::int64_t applied = 0;
  std::optional<Error> failed;
  for (auto& future : outcomes) {
    const engine::Outcome outcome = future.get();
    if (outcome.status == engine::Status::applied) ++applied;
    if (outcome.status == engine::Status::failed) failed = outcome.error;
  }
  if (failed) return *failed;
  return applied;
}

}  // namespace

// In slices, each an ordinary batch of the writer, until nothing moves any more.
Result<Replayed> replay(QuarantineService& service, const std::string& field) {
  Replayed done;
  for (std::int64_t moved = 1; moved > 0; done.replayed += moved) {
    moved = 0;
    done.left = 0;
    QuarantineKey after;
    while (true) {
      const auto business = service.events.business.now();
      const Reading reading = service.events.reading(*business, SourceId{});
      ReplaySlice slice;
      {
        auto lease = TRY(service.readers.take());
        slice = TRY(service.record.replays_of(*lease, field, reading, after));
      }
      if (!slice.last) break;
      after = *slice.last;
      done.left += slice.misfits;
      if (!slice.commands.empty()) moved += TRY(write_all(service.events, std::move(slice.commands)));
    }
  }
  return done;
}

namespace {

Result<Response> name_use(QuarantineService& service, Request& request) {
  const JsonElement document = TRY(parse_json(request.body, 2, "body"));
  JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  auto command = std::make_unique<NameField>();
  command->field = request.captures[0];
  command->serves = tidy_text(text_of(body, "use"));
  if (command->serves.empty() || command->serves.size() > serves_bytes_max)
    return invalid("use", "required",
                   fmt::format("Say in 1 to {} bytes what this field is used for.", serves_bytes_max));
  if (command->field.find('.') == std::string::npos || command->field.size() > 300)
    return invalid("field", "format", "Name the field as GET /v1/quarantine lists it, such as identify.shoe_size.");
  const std::string field = command->field;
  const bool own = is_own_field(field, *service.events.business.now());
  const std::string serves = command->serves;
  if (!own) TRY(service.events.writer.submit(service.events.asked_for(std::move(command), request, field, "", serves)));
  const auto done = TRY(replay(service, field));
  // What another server had put aside in the second before it knew of the definition is taken up all the same.
  if (own && done.replayed == 0)
    return Error{ErrorCode::conflict,
                 "The business defined this field; what waits is no value of it, and expires. Change the field (PATCH "
                 "/v1/fields/{key}) to one that holds it.",
                 "field", "defined"};
  std::string out;
  JsonWriter(out).begin_object().member("field", field).member("replayed", done.replayed).end_object();
  return http::json(200, std::move(out));
}

}  // namespace

std::vector<http::Route> quarantine_routes(QuarantineService& service) {
  std::vector<http::Route> routes;
  http::Route listing{.method = http::Method::get, .pattern = "/v1/quarantine"};
  listing.handle = http::direct([&service](Request& request) { return list(service, request); });
  listing.summary = "Unknown fields whose values wait until their use is named";
  listing.openapi_operation =
      R"({"tags":["quarantine"],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"type":"object","required":["data","left_out"],"properties":{"data":{"type":"array","items":{"$ref":"#/components/schemas/Quarantined"}},"left_out":{"type":"integer","description":"Values since the start for whose field there was no room"}}}}}}}})";
  routes.push_back(std::move(listing));
  http::Route use{.method = http::Method::post, .pattern = "/v1/quarantine/{}/use", .needs = Scope::admin};
  use.handle = http::direct([&service](Request& request) { return name_use(service, request); });
  use.summary = "Names the use of a field and replays what waits";
  use.openapi_operation =
      R"({"tags":["quarantine"],"parameters":[{"name":"field","in":"path","required":true,"schema":{"type":"string"}}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["use"],"properties":{"use":{"type":"string"}}}}}},"responses":{"200":{"description":"Named","content":{"application/json":{"schema":{"type":"object","required":["field","replayed"],"properties":{"field":{"type":"string"},"replayed":{"type":"integer"}}}}}}}})";
  routes.push_back(std::move(use));
  return routes;
}

}  // namespace ganbo::events
