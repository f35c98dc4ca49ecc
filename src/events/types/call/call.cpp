#include "events/types/call/call.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Call final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "call",
        .label = {"Call", "Cuộc gọi"},
        .sentence = {"A talk by phone, whoever rang.", "Một cuộc nói chuyện qua điện thoại, bên nào gọi cũng vậy."},
        .track_names = {"Call Logged"},
        .fields = {{.name = "subject", .label = {"Subject", "Về việc"}},
                   {.name = "text", .label = {"What was said", "Nội dung"}, .kind = FieldKind::long_text},
                   {.name = "outcome",
                    .label = {"Outcome", "Kết quả"},
                    .kind = FieldKind::choice,
                    .choices = {{"reached", {"reached", "gặp được"}},
                                {"no_answer", {"no answer", "không nghe máy"}},
                                {"left_message", {"left a message", "đã để lại lời nhắn"}},
                                {"call_back", {"to call back", "hẹn gọi lại"}}}},
                   {.name = "duration_minutes", .label = {"Minutes", "Số phút"}, .kind = FieldKind::duration_minutes}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(
        Label{"Call", "Gọi điện"}.in(language), first_text(payload, {"subject", "text"}),
        {choice_text(describe(), payload, "outcome", language), minutes_of(payload, "duration_minutes", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_call() { return std::make_unique<Call>(); }

}  // namespace ganbo::events::types
