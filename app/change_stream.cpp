#include "change_stream.hpp"

#include "platform/base/json_writer.hpp"

namespace ganbo::app {
namespace {

constexpr const char* operation =
    R"({"tags":["operations"],"description":"Server-sent events, for as long as the connection lasts. `changed`: an array of what others have changed since the last one, at most four times a second; an item without `id` means any of its topic, and the topic `everything` means anything. Topics: party, suggestions, fields, unknown_fields, rates, settings, team, today, imports, webhooks; others may come. It names what to read again and tells nothing else of anybody. `alive` is said when nothing else was for fifteen seconds. Whoever was not listening for a while reads everything again: nothing is kept. At most 16 streams of one session or key, 1,024 in all; over it 429.","responses":{"200":{"description":"A stream of events","content":{"text/event-stream":{"schema":{"type":"string","examples":["event: changed\ndata: [{\"topic\":\"party\",\"id\":\"42\",\"version\":7},{\"topic\":\"rates\"}]\n\n"]}}}},"429":{"$ref":"#/components/responses/Problem"}}})";

// Ids are text, as everywhere in the API: JSON's numbers are too short for them in many languages.
void append_event(std::string& out, const engine::Changes& changes) {
  out += "event: changed\ndata: ";
  JsonWriter data(out);
  data.begin_array();
  for (const auto& [topic, changed] : changes.topics()) {
    if (changed.any) data.begin_object().member("topic", topic).end_object();
    for (const auto& [id, version] : changed.versions) {
      data.begin_object().member("topic", topic).member("id", std::to_string(id));
      if (version > 0) data.key("version").integer(version);
      data.end_object();
    }
  }
  data.end_array();
  out += "\n\n";
}

class ChangeStream final : public http::EventStream {
 public:
  explicit ChangeStream(engine::ChangeHub& hub) : listener_(hub) {}
  bool ready() const override { return listener_.ready(); }
  std::string take() override {
    std::string out;
    const engine::Changes changes = listener_.take();
    if (!changes.empty()) append_event(out, changes);
    return out;
  }

 private:
  engine::ChangeListener listener_;
};

}  // namespace

http::Route change_route(engine::ChangeHub& hub) {
  http::Route route{.method = http::Method::get, .pattern = "/v1/changes", .needs = http::Scope::read};
  route.handle = http::direct([&hub](http::Request&) -> Result<http::Response> {
    http::Response response;
    response.content_type = "text/event-stream";
    response.events = std::make_shared<ChangeStream>(hub);
    response.headers.emplace_back("X-Accel-Buffering", "no");  // a proxy that collected it would keep it back
    return response;
  });
  route.summary = "Says what has changed, as it changes";
  route.openapi_operation = operation;
  return route;
}

}  // namespace ganbo::app
