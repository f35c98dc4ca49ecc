#include "events/types/complaint_resolved/complaint_resolved.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ComplaintResolved final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "complaint_resolved",
        .direction = "out",
        .label = {"Complaint resolved", "Giải quyết khiếu nại"},
        .sentence = {"A complaint was put right, or ended otherwise.", "Khiếu nại đã được giải quyết, hoặc khép lại."},
        .track_names = {"Complaint Resolved"},
        .fields = {{.name = "complaint_id", .label = {"Complaint number", "Số khiếu nại"}},
                   {.name = "text", .label = {"What was done", "Việc đã làm"}, .kind = FieldKind::long_text},
                   {.name = "satisfied",
                    .label = {"They are content", "Khách hài lòng"},
                    .kind = FieldKind::choice,
                    .choices = {{"yes", {"content", "khách hài lòng"}},
                                {"partly", {"partly content", "khách tạm hài lòng"}},
                                {"no", {"not content", "khách không hài lòng"}}}},
                   {.name = "amount",
                    .label = {"Cost of putting it right", "Chi phí khắc phục"},
                    .kind = FieldKind::decimal,
                    .min = 0},
                   {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency}},
        .loggable = true,
        .step = 1,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency default_currency) const override {
    return check_amount(payload, "amount", default_currency);
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.amount = amount_of(payload, "amount");
    facets.matter = MatterChange{.kind = "complaint", .number = std::string(text_of(payload, "complaint_id"))};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(
        describe().label.in(language), first_text(payload, {"text", "complaint_id"}),
        {choice_text(describe(), payload, "satisfied", language), money_text(payload, "amount", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_complaint_resolved() { return std::make_unique<ComplaintResolved>(); }

}  // namespace ganbo::events::types
