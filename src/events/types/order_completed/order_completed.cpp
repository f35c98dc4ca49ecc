#include "events/types/order_completed/order_completed.hpp"

#include <fmt/format.h>

#include "events/types/order_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class OrderCompleted final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "order_completed",
        .direction = "in",
        .label = {"Order completed", "Mua hàng"},
        .sentence = {"A customer bought something.", "Khách đã mua hàng."},
        .track_names = {"Order Completed", "Completed Order"},
        .fields = order_fields(),
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
    return language == Language::vi ? fmt::format("Mua {}, đơn {}", bought, order)
                                    : fmt::format("Bought for {}, order {}", bought, order);
  }
};

}  // namespace

std::unique_ptr<EventType> make_order_completed() { return std::make_unique<OrderCompleted>(); }

}  // namespace ganbo::events::types
