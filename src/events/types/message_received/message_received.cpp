#include "events/types/message_received/message_received.hpp"

#include "events/types/message_channels.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class MessageReceived final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "message_received",
        .direction = "in",
        .label = {"Message received", "Nhận tin nhắn"},
        .sentence = {"They wrote to us, on whatever channel.", "Khách nhắn hoặc viết cho mình, qua kênh nào cũng vậy."},
        .track_names = {"Message Received"},
        .fields = {{.name = "channel",
                    .label = {"Channel", "Kênh"},
                    .kind = FieldKind::choice,
                    .required = true,
                    .choices = message_channels()},
                   {.name = "subject", .label = {"Subject", "Tiêu đề"}},
                   {.name = "text", .label = {"What was said", "Nội dung"}, .kind = FieldKind::long_text},
                   {.name = "needs_answer",
                    .label = {"Waits for an answer", "Cần trả lời"},
                    .kind = FieldKind::boolean},
                   {.name = "message_id", .label = {"Number", "Mã tin"}}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(
        describe().label.in(language), first_text(payload, {"subject", "text"}),
        {choice_text(describe(), payload, "channel", language),
         bool_of(payload, "needs_answer") ? std::string(Label{"waits for an answer", "cần trả lời"}.in(language))
                                          : std::string()});
  }
};

}  // namespace

std::unique_ptr<EventType> make_message_received() { return std::make_unique<MessageReceived>(); }

}  // namespace ganbo::events::types
