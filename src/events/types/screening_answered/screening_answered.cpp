#include "events/types/screening_answered/screening_answered.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ScreeningAnswered final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "screening_answered",
        .direction = "in",
        .label = {"Right place", "Đúng nơi cần tìm"},
        .sentence =
            {"Whether they came to the right place, asked after a first contact, and what they were looking for.",
             "Sau lần tiếp xúc đầu, khách trả lời đây có đúng nơi mình cần không, và đang tìm gì."},
        .track_names = {"Screening Answered"},
        .fields = {{.name = "right_place",
                    .label = {"Right place", "Đúng nơi"},
                    .kind = FieldKind::choice,
                    .required = true,
                    .choices = {{"yes", {"yes", "đúng"}}, {"no", {"no", "chưa"}}}},
                   {.name = "looking_for", .label = {"Looking for", "Đang tìm"}, .kind = FieldKind::long_text},
                   {.name = "wants_contact",
                    .label = {"Wants to be contacted", "Muốn được liên hệ"},
                    .kind = FieldKind::boolean},
                   {.name = "question", .label = {"Question as it was asked", "Câu hỏi đã hỏi"}}},
    };
    return description;
  }

  // Who asks to be contacted is to be contacted: a reminder without a day, done as any other.
  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    if (bool_of(payload, "wants_contact"))
      facets.matter = MatterChange{
          .kind = "reminder", .opens = true, .text = excerpt(first_text(payload, {"looking_for", "question"}))};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), choice_text(describe(), payload, "right_place", language),
                     {excerpt(text_of(payload, "looking_for"), 60),
                      bool_of(payload, "wants_contact")
                          ? std::string(Label{"wants to be contacted", "muốn được liên hệ"}.in(language))
                          : std::string()});
  }
};

}  // namespace

std::unique_ptr<EventType> make_screening_answered() { return std::make_unique<ScreeningAnswered>(); }

}  // namespace ganbo::events::types
