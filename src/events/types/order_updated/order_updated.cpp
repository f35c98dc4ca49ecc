#include "events/types/order_updated/order_updated.hpp"

#include <fmt/format.h>

#include "events/types/order_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class OrderUpdated final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "order_updated",
        .direction = "in",
        .label = {"Order updated", "Sửa đơn hàng"},
        .sentence = {"The content of an order changed.", "Nội dung đơn hàng đã thay đổi."},
        .track_names = {"Order Updated", "Updated Order"},
        .fields = order_fields(),
        .step = 1,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency default_currency) const override {
    TRY(read_order(payload, OrderChange::What::content, default_currency));
    return {};
  }

  Facets facets(JsonObject payload, Currency default_currency) const override {
    return order_facets(payload, OrderChange::What::content, default_currency);
  }

  Result<Facets> checked_facets(JsonObject payload, Currency default_currency) const override {
    return facets_of(TRY(read_order(payload, OrderChange::What::content, default_currency)));
  }

  std::string line(JsonObject payload, Language language) const override {
    const std::string bought = total_and_products(payload, OrderChange::What::content, language);
    const std::string order = excerpt(text_of(payload, "order_id"), 40);
    return language == Language::vi ? fmt::format("Sửa đơn {}, còn lại {}", order, bought)
                                    : fmt::format("Order {} changed to {}", order, bought);
  }
};

}  // namespace

std::unique_ptr<EventType> make_order_updated() { return std::make_unique<OrderUpdated>(); }

}  // namespace ganbo::events::types
