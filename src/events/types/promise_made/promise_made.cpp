#include "events/types/promise_made/promise_made.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class PromiseMade final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "promise_made",
        .label = {"Promise", "Lời hứa"},
        .sentence = {"One side gave its word; by when.", "Một bên đã hứa; hẹn đến khi nào."},
        .track_names = {"Promise Made"},
        .fields = {{.name = "promise_id", .label = {"Promise number", "Số lời hứa"}},
                   {.name = "text",
                    .label = {"What was promised", "Hứa điều gì"},
                    .kind = FieldKind::long_text,
                    .required = true},
                   {.name = "by",
                    .label = {"By whom", "Ai hứa"},
                    .kind = FieldKind::choice,
                    .choices = {{"us", {"our promise", "mình hứa"}}, {"them", {"their promise", "khách hứa"}}}},
                   {.name = "due", .label = {"Due", "Hạn"}, .kind = FieldKind::day}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.matter = MatterChange{.kind = "promise",
                                 .number = std::string(text_of(payload, "promise_id")),
                                 .opens = true,
                                 .text = excerpt(first_text(payload, {"text"})),
                                 .due = day_of(payload, "due")};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(
        describe().label.in(language), first_text(payload, {"text"}),
        {choice_text(describe(), payload, "by", language), day_text(payload, "due", {"due", "hạn"}, language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_promise_made() { return std::make_unique<PromiseMade>(); }

}  // namespace ganbo::events::types
