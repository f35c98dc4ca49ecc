#include "events/types/supplier_order/supplier_order.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class SupplierOrder final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "supplier_order",
        .direction = "out",
        .label = {"Our order", "Mình đặt hàng"},
        .sentence = {"We ordered goods or a service from them.", "Mình đặt mua hàng hoặc dịch vụ từ họ."},
        .track_names = {"Supplier Order Placed"},
        .fields = {{.name = "order_id", .label = {"Order", "Đơn đặt hàng"}},
                   {.name = "subject", .label = {"What", "Mặt hàng"}},
                   {.name = "amount", .label = {"Amount", "Số tiền"}, .kind = FieldKind::decimal, .min = 0},
                   {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency},
                   {.name = "due", .label = {"Due", "Ngày cần"}, .kind = FieldKind::day},
                   {.name = "text", .label = {"Remark", "Ghi chú"}, .kind = FieldKind::long_text}},
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
    return line_text(
        describe().label.in(language), first_text(payload, {"subject", "order_id", "text"}),
        {money_text(payload, "amount", language), day_text(payload, "due", {"due", "cần ngày"}, language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_supplier_order() { return std::make_unique<SupplierOrder>(); }

}  // namespace ganbo::events::types
