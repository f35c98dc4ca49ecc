#include "events/types/message_sent/message_sent.hpp"

#include "events/types/message_channels.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class MessageSent final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "message_sent",
        .direction = "out",
        .label = {"Message sent", "Gửi tin nhắn"},
        .sentence = {"We wrote to them, on whatever channel.", "Mình nhắn hoặc viết cho khách, qua kênh nào cũng vậy."},
        .track_names = {"Message Sent"},
        .fields = {{.name = "channel",
                    .label = {"Channel", "Kênh"},
                    .kind = FieldKind::choice,
                    .required = true,
                    .choices = message_channels()},
                   {.name = "subject", .label = {"Subject", "Tiêu đề"}},
                   {.name = "text", .label = {"What was said", "Nội dung"}, .kind = FieldKind::long_text},
                   {.name = "status",
                    .label = {"What became of it", "Kết quả gửi"},
                    .kind = FieldKind::choice,
                    .choices = {{"sent", {"sent", "đã gửi"}},
                                {"delivered", {"delivered", "đã đến"}},
                                {"opened", {"opened", "đã mở"}},
                                {"clicked", {"clicked", "đã bấm"}},
                                {"bounced", {"bounced", "bị trả lại"}},
                                {"failed", {"failed", "lỗi"}},
                                {"unsubscribed", {"unsubscribed", "hủy nhận tin"}}}},
                   {.name = "template", .label = {"Template", "Mẫu tin"}},
                   {.name = "message_id", .label = {"Number", "Mã tin"}}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(
        describe().label.in(language), first_text(payload, {"subject", "text"}),
        {choice_text(describe(), payload, "channel", language), choice_text(describe(), payload, "status", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_message_sent() { return std::make_unique<MessageSent>(); }

}  // namespace ganbo::events::types
