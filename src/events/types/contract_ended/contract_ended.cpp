#include "events/types/contract_ended/contract_ended.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ContractEnded final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "contract_ended",
        .label = {"Contract ended", "Kết thúc hợp đồng"},
        .sentence = {"A contract, a lease or a subscription ended.", "Hợp đồng hoặc thuê bao chấm dứt."},
        .track_names = {"Contract Ended"},
        .fields = {{.name = "contract_id", .label = {"Contract number", "Số hợp đồng"}, .required = true},
                   {.name = "reason",
                    .label = {"Why", "Lý do"},
                    .kind = FieldKind::choice,
                    .choices = {{"expired", {"expired", "hết hạn"}},
                                {"replaced", {"replaced by another", "thay bằng hợp đồng khác"}},
                                {"by_them", {"ended by them", "khách chấm dứt"}},
                                {"by_us", {"ended by us", "mình chấm dứt"}}}},
                   {.name = "text", .label = {"Remark", "Ghi chú"}, .kind = FieldKind::long_text}},
        .loggable = true,
        .step = 1,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.matter = MatterChange{.kind = "contract", .number = std::string(text_of(payload, "contract_id"))};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"contract_id"}),
                     {choice_text(describe(), payload, "reason", language), excerpt(text_of(payload, "text"), 60)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_contract_ended() { return std::make_unique<ContractEnded>(); }

}  // namespace ganbo::events::types
