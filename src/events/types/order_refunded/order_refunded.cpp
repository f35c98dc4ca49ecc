#include "events/types/order_refunded/order_refunded.hpp"

#include <fmt/format.h>

#include "events/types/order_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

// Of what is told from now on: products without a price would be a refund of nothing.
Result<void> expect_amount(JsonObject payload) {
  if (decimal_of(payload, "total") || decimal_of(payload, "revenue") || decimal_of(payload, "value")) return {};
  simdjson::dom::array products;
  if (payload.at_key("products").get(products) || products.size() == 0) return {};  // read_order refuses it
  for (const JsonElement element : products) {
    JsonObject product;
    if (!element.get(product) && decimal_of(product, "price")) return {};
  }
  return invalid("properties.total", "required",
                 "A refund says how much goes back: send its total, or the price of each product.");
}

class OrderRefunded final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "order_refunded",
        .direction = "out",
        .label = {"Order refunded", "Hoàn tiền"},
        .sentence = {"Money for an order went back to the customer.", "Đã hoàn tiền cho khách."},
        .track_names = {"Order Refunded", "Refunded Order"},
        .fields = order_fields(),
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency default_currency) const override {
    TRY(expect_amount(payload));
    TRY(read_order(payload, OrderChange::What::refunded, default_currency));
    return {};
  }

  Facets facets(JsonObject payload, Currency default_currency) const override {
    return order_facets(payload, OrderChange::What::refunded, default_currency);
  }

  Result<Facets> checked_facets(JsonObject payload, Currency default_currency) const override {
    TRY(expect_amount(payload));
    return facets_of(TRY(read_order(payload, OrderChange::What::refunded, default_currency)));
  }

  std::string line(JsonObject payload, Language language) const override {
    const std::string refunded = total_and_products(payload, OrderChange::What::refunded, language);
    const std::string order = excerpt(text_of(payload, "order_id"), 40);
    return language == Language::vi ? fmt::format("Hoàn tiền {}, đơn {}", refunded, order)
                                    : fmt::format("Refunded {}, order {}", refunded, order);
  }
};

}  // namespace

std::unique_ptr<EventType> make_order_refunded() { return std::make_unique<OrderRefunded>(); }

}  // namespace ganbo::events::types
