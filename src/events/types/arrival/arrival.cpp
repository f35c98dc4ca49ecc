#include "events/types/arrival/arrival.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Arrival final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "arrival",
        .direction = "in",
        .label = {"Arrival", "Đến nơi"},
        .sentence = {"Somebody came in; whom they wish to see.", "Khách vừa đến; muốn gặp ai."},
        .track_names = {"Arrived"},
        .fields =
            {{.name = "to_see", .label = {"To see", "Muốn gặp"}},
             {.name = "people", .label = {"People", "Số người"}, .kind = FieldKind::integer, .min = 1, .max = 10000},
             {.name = "appointment", .label = {"With an appointment", "Có hẹn trước"}, .kind = FieldKind::boolean},
             {.name = "text", .label = {"Remark", "Ghi chú"}, .kind = FieldKind::long_text}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"to_see", "text"}),
                     {integer_of(payload, "people", 1) > 1 ? fmt::format("{} {}", integer_of(payload, "people", 1),
                                                                         language == Language::vi ? "người" : "people")
                                                           : std::string()});
  }
};

}  // namespace

std::unique_ptr<EventType> make_arrival() { return std::make_unique<Arrival>(); }

}  // namespace ganbo::events::types
