#include "events/types/supplier_payment/supplier_payment.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class SupplierPayment final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "supplier_payment",
        .direction = "out",
        .label = {"Our payment", "Mình thanh toán"},
        .sentence = {"We paid them for what they delivered.", "Mình trả tiền cho nhà cung cấp."},
        .track_names = {"Supplier Paid"},
        .fields =
            {{.name = "amount", .label = {"Amount", "Số tiền"}, .kind = FieldKind::decimal, .required = true, .min = 0},
             {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency},
             {.name = "order_id", .label = {"Order", "Đơn đặt hàng"}},
             {.name = "reference", .label = {"Reference", "Mã giao dịch"}},
             {.name = "late", .label = {"Paid late", "Trả trễ"}, .kind = FieldKind::boolean}},
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
    facets.role = "supplier";
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"order_id", "reference"}),
                     {money_text(payload, "amount", language),
                      bool_of(payload, "late") ? std::string(Label{"late", "trễ hạn"}.in(language)) : std::string()});
  }
};

}  // namespace

std::unique_ptr<EventType> make_supplier_payment() { return std::make_unique<SupplierPayment>(); }

}  // namespace ganbo::events::types
