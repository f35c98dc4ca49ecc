#include "events/types/reminder_done/reminder_done.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ReminderDone final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "reminder_done",
        .label = {"Reminder done", "Đã làm theo nhắc việc"},
        .sentence = {"What somebody was reminded of is done.", "Việc được nhắc đã làm xong."},
        .track_names = {"Reminder Done"},
        .fields = {{.name = "reminder", .label = {"Number", "Mã"}, .required = true},
                   {.name = "text", .label = {"What was done", "Đã làm gì"}, .kind = FieldKind::long_text}},
        .loggable = true,
        .step = 1,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    facets.matter = MatterChange{.kind = "reminder", .number = std::string(text_of(payload, "reminder"))};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"text"}), {});
  }
};

}  // namespace

std::unique_ptr<EventType> make_reminder_done() { return std::make_unique<ReminderDone>(); }

}  // namespace ganbo::events::types
