#include "events/types/delivery/delivery.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Delivery final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "delivery",
        .direction = "out",
        .label = {"Delivery", "Giao hàng"},
        .sentence = {"Goods were sent, arrived, or did not.", "Hàng được gửi đi, đến nơi, hoặc không đến."},
        .track_names = {"Delivery Updated"},
        .fields = {{.name = "order_id", .label = {"Order", "Đơn hàng"}},
                   {.name = "status",
                    .label = {"Stage", "Tình trạng"},
                    .kind = FieldKind::choice,
                    .required = true,
                    .choices = {{"sent", {"sent", "đã gửi"}},
                                {"delivered", {"delivered", "đã giao"}},
                                {"late", {"late", "trễ hẹn"}},
                                {"failed", {"not delivered", "không giao được"}},
                                {"returned", {"returned", "hoàn về"}}}},
                   {.name = "carrier", .label = {"Carrier", "Đơn vị vận chuyển"}},
                   {.name = "tracking_number", .label = {"Tracking number", "Mã vận đơn"}},
                   {.name = "promised_day", .label = {"Promised for", "Hẹn giao ngày"}, .kind = FieldKind::day},
                   {.name = "text", .label = {"What was said", "Nội dung"}, .kind = FieldKind::long_text}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"text"}),
                     {choice_text(describe(), payload, "status", language), excerpt(text_of(payload, "order_id"), 60),
                      excerpt(text_of(payload, "carrier"), 60)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_delivery() { return std::make_unique<Delivery>(); }

}  // namespace ganbo::events::types
