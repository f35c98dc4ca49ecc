#include "events/types/meeting/meeting.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Meeting final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "meeting",
        .label = {"Meeting", "Cuộc họp"},
        .sentence = {"Several people sat together, in a room or on a screen.",
                     "Nhiều người cùng họp, tại chỗ hoặc trực tuyến."},
        .track_names = {"Meeting Held"},
        .fields = {{.name = "subject", .label = {"Subject", "Về việc"}},
                   {.name = "text", .label = {"What was said", "Nội dung"}, .kind = FieldKind::long_text},
                   {.name = "decided",
                    .label = {"What was decided", "Điều đã quyết định"},
                    .kind = FieldKind::long_text},
                   {.name = "duration_minutes", .label = {"Minutes", "Số phút"}, .kind = FieldKind::duration_minutes}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"subject", "decided", "text"}),
                     {minutes_of(payload, "duration_minutes", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_meeting() { return std::make_unique<Meeting>(); }

}  // namespace ganbo::events::types
