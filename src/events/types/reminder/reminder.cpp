#include "events/types/reminder/reminder.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Reminder final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "reminder",
        .label = {"Reminder", "Nhắc việc"},
        .sentence = {"Something is to be done for a party, by a day.",
                     "Có việc cần làm cho người này, trước một ngày."},
        .track_names = {"Reminder Raised"},
        .fields = {{.name = "text", .label = {"What", "Việc gì"}, .kind = FieldKind::long_text},
                   {.name = "day", .label = {"Day", "Ngày"}, .kind = FieldKind::day, .required = true},
                   {.name = "about",
                    .label = {"About", "Về"},
                    .kind = FieldKind::choice,
                    .choices = {{"birthday", {"birthday", "sinh nhật"}},
                                {"anniversary", {"anniversary", "kỷ niệm"}},
                                {"lease", {"end of a lease", "hết hạn thuê"}},
                                {"visit", {"visit due", "đến hẹn ghé"}},
                                {"contract", {"end of a contract", "hết hợp đồng"}},
                                {"promise", {"promise", "lời hứa"}},
                                {"key_date", {"key date", "ngày đáng nhớ"}}}},
                   {.name = "reminder", .label = {"Number", "Mã"}}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    facets.matter = MatterChange{.kind = "reminder",
                                 .number = std::string(text_of(payload, "reminder")),
                                 .opens = true,
                                 .text = excerpt(text_of(payload, "text")),
                                 .due = day_of(payload, "day")};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    const std::string about = choice_text(describe(), payload, "about", language);
    const auto text = text_of(payload, "text");
    return line_text(describe().label.in(language), text.empty() ? std::string_view(about) : text,
                     {text.empty() ? std::string() : about, day_text(payload, "day", {"on", "vào"}, language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_reminder() { return std::make_unique<Reminder>(); }

}  // namespace ganbo::events::types
