#include "events/types/asset_owned/asset_owned.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class AssetOwned final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "asset_owned",
        .label = {"Owned", "Đồ khách đang có"},
        .sentence = {"Something they own, bought from us or from others: a machine, a car.",
                     "Món đồ khách đang có, mua của mình hay nơi khác: máy, xe …"},
        .track_names = {"Asset Owned"},
        .fields = {{.name = "name", .label = {"What it is", "Món gì"}, .required = true},
                   {.name = "serial", .label = {"Serial number", "Số máy"}},
                   {.name = "product_id", .label = {"Product", "Sản phẩm"}},
                   {.name = "bought_on", .label = {"Bought on", "Ngày mua"}, .kind = FieldKind::day},
                   {.name = "amount", .label = {"Price", "Giá"}, .kind = FieldKind::decimal, .min = 0},
                   {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency},
                   {.name = "warranty_until", .label = {"Warranty until", "Bảo hành đến"}, .kind = FieldKind::day},
                   {.name = "gone", .label = {"They have it no more", "Không còn dùng"}, .kind = FieldKind::boolean},
                   {.name = "text", .label = {"Remark", "Ghi chú"}, .kind = FieldKind::long_text}},
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency default_currency) const override {
    return check_amount(payload, "amount", default_currency);
  }

  // One without a serial number is called by its name.
  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.amount = amount_of(payload, "amount");
    facets.is_contact = false;
    facets.matter = MatterChange{.kind = "asset",
                                 .number = std::string(first_text(payload, {"serial", "name"})),
                                 .opens = !bool_of(payload, "gone"),
                                 .text = excerpt(text_of(payload, "name")),
                                 .due = day_of(payload, "warranty_until"),
                                 .from = day_of(payload, "bought_on"),
                                 .amount = amount_of(payload, "amount")};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    constexpr Label gone{"no more", "không còn"};
    return line_text(describe().label.in(language), text_of(payload, "name"),
                     {excerpt(text_of(payload, "serial"), 60), day_text(payload, "bought_on", {"of", "ngày"}, language),
                      money_text(payload, "amount", language),
                      std::string(bool_of(payload, "gone") ? gone.in(language) : std::string_view())});
  }
};

}  // namespace

std::unique_ptr<EventType> make_asset_owned() { return std::make_unique<AssetOwned>(); }

}  // namespace ganbo::events::types
