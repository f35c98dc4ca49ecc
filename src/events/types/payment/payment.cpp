#include "events/types/payment/payment.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Payment final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "payment",
        .direction = "in",
        .label = {"Payment", "Thanh toán"},
        .sentence = {"Money came in from them, or should have.", "Khách trả tiền, hoặc trả mà không thành."},
        .track_names = {"Payment Received"},
        .fields =
            {{.name = "amount", .label = {"Amount", "Số tiền"}, .kind = FieldKind::decimal, .required = true, .min = 0},
             {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency},
             {.name = "method",
              .label = {"Method", "Cách trả"},
              .kind = FieldKind::choice,
              .choices = {{"cash", {"cash", "tiền mặt"}},
                          {"card", {"card", "thẻ"}},
                          {"transfer", {"bank transfer", "chuyển khoản"}},
                          {"wallet", {"wallet", "ví điện tử"}},
                          {"cash_on_delivery", {"cash on delivery", "thu hộ khi giao"}},
                          {"other", {"another way", "cách khác"}}}},
             {.name = "status",
              .label = {"Outcome", "Kết quả"},
              .kind = FieldKind::choice,
              .choices = {{"received", {"received", "đã nhận"}},
                          {"late", {"late", "trễ hạn"}},
                          {"failed", {"failed", "không thành"}}}},
             {.name = "order_id", .label = {"Order", "Đơn hàng"}},
             {.name = "reference", .label = {"Reference", "Mã giao dịch"}}},
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency default_currency) const override {
    return check_amount(payload, "amount", default_currency);
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.amount = amount_of(payload, "amount");
    facets.role = "customer";
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), {},
                     {money_text(payload, "amount", language), choice_text(describe(), payload, "method", language),
                      choice_text(describe(), payload, "status", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_payment() { return std::make_unique<Payment>(); }

}  // namespace ganbo::events::types
