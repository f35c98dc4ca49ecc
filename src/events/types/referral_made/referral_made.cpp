#include "events/types/referral_made/referral_made.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ReferralMade final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "referral_made",
        .direction = "in",
        .label = {"Referral", "Giới thiệu"},
        .sentence = {"They sent somebody to us.", "Khách giới thiệu người khác cho mình."},
        .track_names = {"Referral Made"},
        .fields = {{.name = "referred", .label = {"Whom", "Giới thiệu ai"}},
                   {.name = "code", .label = {"Code", "Mã giới thiệu"}},
                   {.name = "outcome",
                    .label = {"Outcome", "Kết quả"},
                    .kind = FieldKind::choice,
                    .choices = {{"open", {"open", "chưa rõ"}},
                                {"came", {"came", "đã đến"}},
                                {"bought", {"bought", "đã mua"}}}},
                   {.name = "text", .label = {"Remark", "Ghi chú"}, .kind = FieldKind::long_text}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"referred", "text", "code"}),
                     {choice_text(describe(), payload, "outcome", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_referral_made() { return std::make_unique<ReferralMade>(); }

}  // namespace ganbo::events::types
