#include "events/types/role_held/role_held.hpp"

#include "events/types/period.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class RoleHeld final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "role_held",
        .label = {"Role", "Vai trò"},
        .sentence = {"A role held for some time: a supplier, an employee …",
                     "Một vai trò trong một thời gian: nhà cung cấp, nhân viên …"},
        .track_names = {"Role Held"},
        .fields = with_period({{.name = "role",
                                .label = {"Role", "Vai trò"},
                                .kind = FieldKind::choice,
                                .required = true,
                                .choices = find_field(envelope_fields(), "role")->choices,
                                .own_choices = parties::WordFamily::role}}),
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency) const override {
    return check_period(payload, "The role ends before it begins.");
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    facets.role = text_of(payload, "role");
    facets.matter = matter_of_period("role", facets.role, payload);
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_with(payload, language, [](std::string_view) { return std::nullopt; });
  }

  std::string line_with(JsonObject payload, Language language, const LabelOf& label_of) const override {
    const auto role = text_of(payload, "role");
    const auto own = parties::is_role(role) ? std::nullopt
                                            : label_of(std::string(setting_of(parties::WordFamily::role)).append(role));
    return line_of_period(describe().label.in(language),
                          own ? std::string(own->in(language)) : choice_text(describe(), payload, "role", language),
                          payload, language);
  }
};

}  // namespace

std::unique_ptr<EventType> make_role_held() { return std::make_unique<RoleHeld>(); }

}  // namespace ganbo::events::types
