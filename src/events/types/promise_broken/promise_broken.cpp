#include "events/types/promise_broken/promise_broken.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class PromiseBroken final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "promise_broken",
        .label = {"Promise broken", "Lỡ lời hứa"},
        .sentence = {"A promise was not kept.", "Lời hứa không được giữ."},
        .track_names = {"Promise Broken"},
        .fields = {{.name = "promise_id", .label = {"Promise number", "Số lời hứa"}, .required = true},
                   {.name = "text", .label = {"Remark", "Ghi chú"}, .kind = FieldKind::long_text}},
        .loggable = true,
        .step = 1,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.matter = MatterChange{.kind = "promise", .number = std::string(text_of(payload, "promise_id"))};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"text", "promise_id"}), {});
  }
};

}  // namespace

std::unique_ptr<EventType> make_promise_broken() { return std::make_unique<PromiseBroken>(); }

}  // namespace ganbo::events::types
