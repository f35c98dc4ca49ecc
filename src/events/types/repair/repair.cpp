#include "events/types/repair/repair.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Repair final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "repair",
        .direction = "out",
        .label = {"Repair", "Sửa chữa"},
        .sentence = {"Something of theirs was repaired or serviced.", "Sửa chữa hoặc bảo dưỡng đồ của khách."},
        .track_names = {"Repair Done"},
        .fields = {{.name = "product_id", .label = {"Product", "Sản phẩm"}},
                   {.name = "name", .label = {"Name", "Tên"}},
                   {.name = "serial", .label = {"Serial number", "Số máy"}},
                   {.name = "fault", .label = {"Fault", "Hư hỏng"}},
                   {.name = "text", .label = {"What was done", "Việc đã làm"}, .kind = FieldKind::long_text},
                   {.name = "status",
                    .label = {"Stage", "Tình trạng"},
                    .kind = FieldKind::choice,
                    .choices = {{"received", {"received", "đã nhận"}},
                                {"done", {"done", "đã xong"}},
                                {"collected", {"collected", "đã trả khách"}},
                                {"not_repairable", {"cannot be repaired", "không sửa được"}}}},
                   {.name = "amount", .label = {"Cost", "Chi phí"}, .kind = FieldKind::decimal, .min = 0},
                   {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency},
                   {.name = "warranty", .label = {"Under warranty", "Còn bảo hành"}, .kind = FieldKind::boolean}},
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency default_currency) const override {
    return check_amount(payload, "amount", default_currency);
  }

  // The last one of a thing stands beside it on the card.
  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.amount = amount_of(payload, "amount");
    if (const auto thing = first_text(payload, {"serial", "name"}); !thing.empty())
      facets.matter = MatterChange{.kind = "repair",
                                   .number = std::string(thing),
                                   .opens = true,
                                   .text = excerpt(first_text(payload, {"fault", "text"}))};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"fault", "text"}),
                     {excerpt(first_text(payload, {"name", "product_id"}), 60),
                      choice_text(describe(), payload, "status", language), money_text(payload, "amount", language),
                      bool_of(payload, "warranty") ? std::string(Label{"under warranty", "còn bảo hành"}.in(language))
                                                   : std::string()});
  }
};

}  // namespace

std::unique_ptr<EventType> make_repair() { return std::make_unique<Repair>(); }

}  // namespace ganbo::events::types
