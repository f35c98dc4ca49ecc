#include "events/types/order_reading.hpp"

#include <fmt/format.h>

#include <array>

#include "events/types/timeline_text.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::events::types {
namespace {

using What = OrderChange::What;

struct Total {
  std::string_view key;
  Decimal value;
};

std::optional<Total> stated_total(JsonObject payload) {
  for (const std::string_view key : {"total", "revenue", "value"})
    if (const auto value = decimal_of(payload, key)) return Total{key, *value};
  return std::nullopt;
}

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

Result<std::int64_t> within_limit(std::int64_t minor, Currency currency, const std::string& field) {
  if (minor <= order_minor_max && minor >= -order_minor_max) return minor;
  return invalid(field, "limit",
                 fmt::format("An amount may be at most {} {}; split it over several orders.",
                             format_amount(order_minor_max, currency), currency.code()));
}

Result<OrderLine> read_line(JsonObject product, const std::string& path, bool goes_back, Currency currency) {
  OrderLine line;
  line.product_id = first_text(product, {"product_id", "sku"});
  line.name = text_of(product, "name");
  line.quantity = decimal_of(product, "quantity").value_or(Decimal{Decimal::scale});
  line.unit_price = decimal_of(product, "price").value_or(Decimal{});
  constexpr Decimal most{quantity_max * Decimal::scale};
  if (line.quantity > most || line.quantity < -most)
    return invalid(path + ".quantity", "range",
                   fmt::format("A quantity must be {} to {}.", -quantity_max, quantity_max));
  if (goes_back && line.quantity.millionths > 0) line.quantity = -line.quantity;
  const Money amount = TRY(line_amount(line.quantity, line.unit_price, currency, path + ".price"));
  line.amount_minor = TRY(within_limit(amount.minor, currency, path + ".price"));
  if (const auto cost = decimal_of(product, "cost")) {
    const Money paid = TRY(line_amount(line.quantity, *cost, currency, path + ".cost"));
    line.cost_minor = TRY(within_limit(paid.minor, currency, path + ".cost"));
  }
  line.category = text_of(product, "category");
  return line;
}

}  // namespace

const std::vector<Field>& order_fields() {
  static const std::vector<Field> fields{
      {.name = "order_id", .label = {"Order number", "Mã đơn hàng"}, .required = true},
      {.name = "total", .label = {"Total", "Tổng tiền"}, .kind = FieldKind::decimal},
      {.name = "revenue", .label = {"Revenue", "Doanh thu"}, .kind = FieldKind::decimal},
      {.name = "subtotal", .label = {"Subtotal", "Tiền hàng"}, .kind = FieldKind::decimal},
      {.name = "value", .label = {"Value", "Giá trị"}, .kind = FieldKind::decimal},
      {.name = "shipping", .label = {"Shipping", "Phí giao hàng"}, .kind = FieldKind::decimal},
      {.name = "tax", .label = {"Tax", "Thuế"}, .kind = FieldKind::decimal},
      {.name = "discount", .label = {"Discount", "Giảm giá"}, .kind = FieldKind::decimal},
      {.name = "currency", .label = {"Currency", "Loại tiền"}, .kind = FieldKind::currency},
      {.name = "coupon", .label = {"Coupon", "Mã giảm giá"}},
      {.name = "checkout_id", .label = {"Checkout", "Mã thanh toán"}},
      {.name = "affiliation", .label = {"Shop", "Cửa hàng"}},
      {.name = "payment_method", .label = {"Payment method", "Hình thức thanh toán"}},
      {.name = "products", .label = {"Products", "Sản phẩm"}, .kind = FieldKind::products},
  };
  return fields;
}

Result<OrderChange> read_order(JsonObject payload, What what, Currency default_currency) {
  const bool goes_back = what == What::refunded;
  OrderChange change;
  change.what = what;
  change.order_id = text_of(payload, "order_id");
  change.currency = currency_of(payload, default_currency);

  std::int64_t lines_minor = 0;
  simdjson::dom::array products;
  if (!payload.at_key("products").get(products)) {
    for (const JsonElement element : products) {
      const std::string path = fmt::format("properties.products[{}]", change.lines.size());
      JsonObject product;
      if (element.get(product)) return invalid(path, "type", "It must be an object.");
      change.lines.push_back(TRY(read_line(product, path, goes_back, change.currency)));
      lines_minor = TRY(add_minor(lines_minor, change.lines.back().amount_minor, path));
    }
  }

  if (const auto total = stated_total(payload)) {
    const std::string field = fmt::format("properties.{}", total->key);
    const Money money = TRY(money_of(total->value, change.currency, field));
    change.total_minor = TRY(within_limit(money.minor, change.currency, field));
    if (goes_back) change.total_minor = magnitude(change.total_minor);
    if (change.lines.empty() && what != What::cancelled) {
      OrderLine whole;
      whole.quantity = {goes_back ? -Decimal::scale : Decimal::scale};
      whole.unit_price = {goes_back ? magnitude(total->value.millionths) : total->value.millionths};
      whole.amount_minor = goes_back ? -change.total_minor : change.total_minor;
      change.lines.push_back(std::move(whole));
    }
  } else if (!change.lines.empty()) {
    change.total_minor =
        TRY(within_limit(goes_back ? -lines_minor : lines_minor, change.currency, "properties.products"));
    if (goes_back && change.total_minor < 0)
      return invalid("properties.products", "range",
                     "The lines of a refund must come to zero or more; send what the customer pays as an order.");
  } else if (what != What::cancelled) {
    return invalid("properties.total", "required",
                   "An order needs its total: send total, revenue or value, or products with quantity and price.");
  }
  return change;
}

Facets order_facets(JsonObject payload, What what, Currency default_currency) {
  auto change = read_order(payload, what, default_currency);
  INVARIANT(change.ok(), "a stored order that breaks a rule: {} {}", change.error().field, change.error().message);
  Facets facets;
  if (what != What::cancelled)
    facets.amount = Money{what == What::refunded ? -change->total_minor : change->total_minor, change->currency};
  facets.order = std::move(*change);
  facets.role = "customer";
  return facets;
}

std::string total_and_products(JsonObject payload, What what, Language language) {
  const auto change = read_order(payload, what, Currency{});
  INVARIANT(change.ok(), "a stored order that breaks a rule: {} {}", change.error().field, change.error().message);
  std::string text = amount_text(change->total_minor, change->currency, language);
  simdjson::dom::array products;
  const std::size_t count = payload.at_key("products").get(products) ? 0 : products.size();
  if (count == 0) return text;
  if (language == Language::vi) return text + fmt::format(" ({} sản phẩm)", count);
  return text + fmt::format(" ({} {})", count, count == 1 ? "product" : "products");
}

}  // namespace ganbo::events::types
