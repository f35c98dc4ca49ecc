#include "events/types/order_cancelled/order_cancelled.hpp"

#include <fmt/format.h>

#include "events/types/order_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class OrderCancelled final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "order_cancelled",
        .direction = "in",
        .label = {"Order cancelled", "Hủy đơn hàng"},
        .sentence = {"An order was called off and no longer counts.", "Đơn hàng bị hủy, không còn được tính."},
        .track_names = {"Order Cancelled", "Order Canceled", "Cancelled Order"},
        .fields = order_fields(),
        .step = 2,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency default_currency) const override {
    TRY(read_order(payload, OrderChange::What::cancelled, default_currency));
    return {};
  }

  Facets facets(JsonObject payload, Currency default_currency) const override {
    return order_facets(payload, OrderChange::What::cancelled, default_currency);
  }

  Result<Facets> checked_facets(JsonObject payload, Currency default_currency) const override {
    return facets_of(TRY(read_order(payload, OrderChange::What::cancelled, default_currency)));
  }

  std::string line(JsonObject payload, Language language) const override {
    const std::string order = excerpt(text_of(payload, "order_id"), 40);
    return language == Language::vi ? fmt::format("Hủy đơn {}", order) : fmt::format("Order {} cancelled", order);
  }
};

}  // namespace

std::unique_ptr<EventType> make_order_cancelled() { return std::make_unique<OrderCancelled>(); }

}  // namespace ganbo::events::types
