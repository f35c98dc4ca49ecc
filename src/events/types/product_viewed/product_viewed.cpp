#include "events/types/product_viewed/product_viewed.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ProductViewed final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "product_viewed",
        .direction = "in",
        .label = {"Product viewed", "Xem sản phẩm"},
        .sentence = {"Somebody looked at a product.", "Có người xem một sản phẩm."},
        .track_names = {"Product Viewed", "Viewed Product"},
        .fields = {{.name = "product_id", .label = {"Product", "Mã sản phẩm"}},
                   {.name = "sku", .label = {"SKU", "Mã hàng"}},
                   {.name = "name", .label = {"Name", "Tên"}},
                   {.name = "category", .label = {"Category", "Nhóm hàng"}},
                   {.name = "brand", .label = {"Brand", "Nhãn hiệu"}},
                   {.name = "variant", .label = {"Variant", "Loại"}},
                   {.name = "price", .label = {"Price", "Giá"}, .kind = FieldKind::decimal},
                   {.name = "quantity", .label = {"Quantity", "Số lượng"}, .kind = FieldKind::decimal},
                   {.name = "value", .label = {"Value", "Giá trị"}, .kind = FieldKind::decimal},
                   {.name = "currency", .label = {"Currency", "Loại tiền"}, .kind = FieldKind::currency},
                   {.name = "coupon", .label = {"Coupon", "Mã giảm giá"}},
                   {.name = "position",
                    .label = {"Position in the list", "Vị trí trong danh sách"},
                    .kind = FieldKind::integer},
                   {.name = "url", .label = {"Address of its page", "Trang sản phẩm"}, .kind = FieldKind::long_text},
                   {.name = "image_url",
                    .label = {"Address of its picture", "Ảnh sản phẩm"},
                    .kind = FieldKind::long_text}},
        .from_browser = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency) const override {
    if (first_text(payload, {"product_id", "sku", "name"}).empty())
      return invalid("properties.product_id", "required",
                     "Say which product was viewed: send product_id, sku or name.");
    return {};
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    std::string product = excerpt(first_text(payload, {"name", "sku", "product_id"}));
    const Currency currency = currency_of(payload, Currency{});
    if (const auto price = decimal_of(payload, "price"))
      if (const auto money = money_of(*price, currency, "price"); money.ok())
        product += ", " + amount_text(money->minor, currency, language);
    return language == Language::vi ? fmt::format("Xem {}", product) : fmt::format("Viewed {}", product);
  }
};

}  // namespace

std::unique_ptr<EventType> make_product_viewed() { return std::make_unique<ProductViewed>(); }

}  // namespace ganbo::events::types
