#include "events/types/support_contact/support_contact.hpp"

#include "events/types/message_channels.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class SupportContact final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "support_contact",
        .direction = "in",
        .label = {"Support", "Hỗ trợ"},
        .sentence = {"They needed help with something they have.", "Khách cần giúp với thứ đang dùng."},
        .track_names = {"Support Contacted"},
        .fields = {{.name = "ticket_id", .label = {"Ticket", "Mã yêu cầu"}},
                   {.name = "subject", .label = {"Subject", "Về việc"}},
                   {.name = "text", .label = {"What was said", "Nội dung"}, .kind = FieldKind::long_text},
                   {.name = "product_id", .label = {"Product", "Sản phẩm"}},
                   {.name = "status",
                    .label = {"Stage", "Tình trạng"},
                    .kind = FieldKind::choice,
                    .choices = {{"open", {"open", "đang mở"}},
                                {"waiting", {"waits for them", "chờ khách"}},
                                {"solved", {"solved", "đã xong"}}}},
                   {.name = "channel",
                    .label = {"Channel", "Kênh"},
                    .kind = FieldKind::choice,
                    .choices = message_channels()},
                   {.name = "duration_minutes", .label = {"Minutes", "Số phút"}, .kind = FieldKind::duration_minutes}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    const auto status = text_of(payload, "status");
    const auto ticket = text_of(payload, "ticket_id");
    if (status == "solved") {
      facets.matter = MatterChange{.kind = "support", .number = std::string(ticket)};
    } else if (!status.empty()) {  // without a stage it was a contact, and nothing is left to do
      facets.matter = MatterChange{.kind = "support",
                                   .number = std::string(ticket),
                                   .opens = true,
                                   .text = excerpt(first_text(payload, {"subject", "text"}))};
    }
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(
        describe().label.in(language), first_text(payload, {"subject", "text", "ticket_id"}),
        {choice_text(describe(), payload, "status", language), choice_text(describe(), payload, "channel", language),
         minutes_of(payload, "duration_minutes", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_support_contact() { return std::make_unique<SupportContact>(); }

}  // namespace ganbo::events::types
