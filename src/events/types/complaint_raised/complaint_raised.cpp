#include "events/types/complaint_raised/complaint_raised.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ComplaintRaised final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "complaint_raised",
        .direction = "in",
        .label = {"Complaint", "Khiếu nại"},
        .sentence = {"Something went wrong for them, and they said so.", "Khách không hài lòng và đã nói ra."},
        .track_names = {"Complaint Raised"},
        .fields = {{.name = "complaint_id", .label = {"Complaint number", "Số khiếu nại"}},
                   {.name = "text",
                    .label = {"What they said", "Khách nói gì"},
                    .kind = FieldKind::long_text,
                    .required = true},
                   {.name = "about",
                    .label = {"About", "Về"},
                    .kind = FieldKind::choice,
                    .choices = {{"product", {"product", "sản phẩm"}},
                                {"service", {"service", "phục vụ"}},
                                {"delivery", {"delivery", "giao hàng"}},
                                {"price", {"price", "giá cả"}},
                                {"staff", {"staff", "nhân viên"}},
                                {"other", {"something else", "việc khác"}}}},
                   {.name = "severity",
                    .label = {"Severity", "Mức độ"},
                    .kind = FieldKind::choice,
                    .choices = {{"low", {"low", "nhẹ"}}, {"medium", {"medium", "vừa"}}, {"high", {"high", "nặng"}}}},
                   {.name = "wanted",
                    .label = {"What would put it right", "Khách muốn gì"},
                    .kind = FieldKind::long_text},
                   {.name = "order_id", .label = {"Order", "Đơn hàng"}},
                   {.name = "product_id", .label = {"Product", "Sản phẩm"}}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.matter = MatterChange{.kind = "complaint",
                                 .number = std::string(text_of(payload, "complaint_id")),
                                 .opens = true,
                                 .text = excerpt(first_text(payload, {"text"})),
                                 .due = std::nullopt};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(
        describe().label.in(language), first_text(payload, {"text"}),
        {choice_text(describe(), payload, "about", language), choice_text(describe(), payload, "severity", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_complaint_raised() { return std::make_unique<ComplaintRaised>(); }

}  // namespace ganbo::events::types
