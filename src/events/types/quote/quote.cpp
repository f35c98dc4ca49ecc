#include "events/types/quote/quote.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Quote final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "quote",
        .direction = "out",
        .label = {"Quote", "Báo giá"},
        .sentence = {"A price was asked for, named or bargained over.", "Hỏi giá, báo giá hoặc thương lượng giá."},
        .track_names = {"Quote Given"},
        .fields = {{.name = "quote_id", .label = {"Quote number", "Số báo giá"}},
                   {.name = "subject", .label = {"For", "Cho"}},
                   {.name = "amount", .label = {"Amount", "Số tiền"}, .kind = FieldKind::decimal, .min = 0},
                   {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency},
                   {.name = "status",
                    .label = {"Stage", "Giai đoạn"},
                    .kind = FieldKind::choice,
                    .choices = {{"asked", {"asked for", "được hỏi"}},
                                {"given", {"given", "đã báo"}},
                                {"negotiated", {"bargained over", "đang thương lượng"}},
                                {"accepted", {"accepted", "được chấp nhận"}},
                                {"refused", {"refused", "bị từ chối"}}}},
                   {.name = "valid_until", .label = {"Valid until", "Hiệu lực đến"}, .kind = FieldKind::day},
                   {.name = "text", .label = {"What was said", "Nội dung"}, .kind = FieldKind::long_text}},
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
    return line_text(describe().label.in(language), first_text(payload, {"subject", "text", "quote_id"}),
                     {money_text(payload, "amount", language), choice_text(describe(), payload, "status", language),
                      day_text(payload, "valid_until", {"until", "đến"}, language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_quote() { return std::make_unique<Quote>(); }

}  // namespace ganbo::events::types
