#include "events/types/review/review.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Review final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "review",
        .direction = "in",
        .label = {"Review", "Đánh giá"},
        .sentence = {"They spoke of us where others can read it.", "Khách nói về mình ở nơi người khác đọc được."},
        .track_names = {"Product Reviewed", "Review Posted"},
        .fields = {{.name = "site", .label = {"Where", "Ở đâu"}},
                   {.name = "stars", .label = {"Stars", "Số sao"}, .kind = FieldKind::decimal, .min = 0, .max = 10},
                   {.name = "stars_max", .label = {"Of", "Trên"}, .kind = FieldKind::integer, .min = 1, .max = 10},
                   {.name = "text", .label = {"Text", "Nội dung"}, .kind = FieldKind::long_text},
                   {.name = "product_id", .label = {"Product", "Sản phẩm"}},
                   {.name = "url", .label = {"Address", "Đường dẫn"}}},
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency) const override {
    const auto stars = decimal_of(payload, "stars");
    if (stars && stars->millionths > integer_of(payload, "stars_max", 5) * Decimal::scale)
      return invalid("properties.stars", "range",
                     "There are more stars than the site gives; `stars_max` says how many it has.");
    return {};
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"text", "product_id"}),
                     {stars_text(payload, language), excerpt(text_of(payload, "site"), 60)});
  }

 private:
  static std::string stars_text(JsonObject payload, Language language) {
    const std::string stars = decimal_text(payload, "stars", language);
    return stars.empty() ? stars : fmt::format("{}/{} ★", stars, integer_of(payload, "stars_max", 5));
  }
};

}  // namespace

std::unique_ptr<EventType> make_review() { return std::make_unique<Review>(); }

}  // namespace ganbo::events::types
