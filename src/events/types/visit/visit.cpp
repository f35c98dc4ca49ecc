#include "events/types/visit/visit.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Visit final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "visit",
        .label = {"Visit", "Gặp trực tiếp"},
        .sentence = {"A meeting face to face, at our place or at theirs.",
                     "Một lần gặp mặt, tại chỗ mình hoặc tại chỗ khách."},
        .track_names = {"Visit Logged"},
        .fields = {{.name = "purpose", .label = {"Purpose", "Mục đích"}},
                   {.name = "text", .label = {"What happened", "Nội dung"}, .kind = FieldKind::long_text},
                   {.name = "duration_minutes", .label = {"Minutes", "Số phút"}, .kind = FieldKind::duration_minutes}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"purpose", "text"}),
                     {minutes_of(payload, "duration_minutes", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_visit() { return std::make_unique<Visit>(); }

}  // namespace ganbo::events::types
