#include "events/types/contract_signed/contract_signed.hpp"

#include "events/types/amount_reading.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ContractSigned final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "contract_signed",
        .label = {"Contract signed", "Ký hợp đồng"},
        .sentence = {"A contract, a lease or a subscription was signed or renewed.",
                     "Ký hoặc gia hạn hợp đồng, thuê bao."},
        .track_names = {"Contract Signed"},
        .fields = {{.name = "contract_id", .label = {"Contract number", "Số hợp đồng"}, .required = true},
                   {.name = "subject", .label = {"Subject", "Về việc"}},
                   {.name = "starts", .label = {"Starts", "Từ ngày"}, .kind = FieldKind::day},
                   {.name = "ends", .label = {"Ends", "Đến ngày"}, .kind = FieldKind::day},
                   {.name = "amount", .label = {"Worth", "Giá trị"}, .kind = FieldKind::decimal, .min = 0},
                   {.name = "currency", .label = {"Currency", "Đơn vị tiền"}, .kind = FieldKind::currency},
                   {.name = "notice_days",
                    .label = {"Notice, in days", "Báo trước, số ngày"},
                    .kind = FieldKind::integer,
                    .min = 0,
                    .max = 3650},
                   {.name = "renewal", .label = {"Renewal", "Gia hạn"}, .kind = FieldKind::boolean},
                   {.name = "text", .label = {"Terms", "Điều khoản"}, .kind = FieldKind::long_text}},
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency default_currency) const override {
    const auto starts = text_of(payload, "starts");
    const auto ends = text_of(payload, "ends");
    if (!starts.empty() && !ends.empty() && ends < starts)  // days as 2026-01-31 compare as text
      return invalid("properties.ends", "range", "The contract ends before it starts.");
    return check_amount(payload, "amount", default_currency);
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.amount = amount_of(payload, "amount");
    facets.matter = MatterChange{.kind = "contract",
                                 .number = std::string(text_of(payload, "contract_id")),
                                 .opens = true,
                                 .text = excerpt(first_text(payload, {"subject", "text"})),
                                 .due = day_of(payload, "ends"),
                                 .lead_days = integer_of(payload, "notice_days"),
                                 .amount = amount_of(payload, "amount")};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"subject", "contract_id"}),
                     {money_text(payload, "amount", language), day_text(payload, "ends", {"until", "đến"}, language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_contract_signed() { return std::make_unique<ContractSigned>(); }

}  // namespace ganbo::events::types
