#include "events/types/promise_kept/promise_kept.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class PromiseKept final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "promise_kept",
        .label = {"Promise kept", "Giữ lời hứa"},
        .sentence = {"A promise was kept.", "Lời hứa đã được giữ."},
        .track_names = {"Promise Kept"},
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

std::unique_ptr<EventType> make_promise_kept() { return std::make_unique<PromiseKept>(); }

}  // namespace ganbo::events::types
