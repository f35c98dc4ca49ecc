#include "events/types/gift/gift.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Gift final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "gift",
        .direction = "out",
        .label = {"Gift", "Quà tặng"},
        .sentence = {"Something was given without a price, by us or by them.",
                     "Tặng quà không tính tiền, mình tặng hoặc khách tặng."},
        .track_names = {"Gift Given"},
        .fields = {{.name = "what", .label = {"What", "Món quà"}, .required = true},
                   {.name = "occasion", .label = {"Occasion", "Dịp"}},
                   {.name = "amount", .label = {"Worth", "Trị giá"}, .kind = FieldKind::decimal, .min = 0},
                   {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency},
                   {.name = "text",
                    .label = {"How it was received", "Khách đón nhận thế nào"},
                    .kind = FieldKind::long_text}},
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
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"what"}),
                     {excerpt(text_of(payload, "occasion"), 60), money_text(payload, "amount", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_gift() { return std::make_unique<Gift>(); }

}  // namespace ganbo::events::types
