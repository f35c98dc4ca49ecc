#include "events/types/usage/usage.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Usage final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "usage",
        .direction = "in",
        .label = {"Usage", "Sử dụng"},
        .sentence = {"They used a product or a service.", "Khách dùng sản phẩm hoặc dịch vụ."},
        .track_names = {"Product Used"},
        .fields = {{.name = "product_id", .label = {"Product", "Sản phẩm"}},
                   {.name = "name", .label = {"Name", "Tên"}},
                   {.name = "quantity", .label = {"How much", "Số lượng"}, .kind = FieldKind::decimal, .min = 0},
                   {.name = "unit", .label = {"Unit", "Đơn vị"}},
                   {.name = "duration_minutes", .label = {"Minutes", "Số phút"}, .kind = FieldKind::duration_minutes}},
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"name", "product_id"}),
                     {quantity_text(payload, language), minutes_of(payload, "duration_minutes", language)});
  }

 private:
  static std::string quantity_text(JsonObject payload, Language language) {
    std::string text = decimal_text(payload, "quantity", language);
    if (const auto unit = text_of(payload, "unit"); !text.empty() && !unit.empty()) text += ' ' + excerpt(unit, 20);
    return text;
  }
};

}  // namespace

std::unique_ptr<EventType> make_usage() { return std::make_unique<Usage>(); }

}  // namespace ganbo::events::types
