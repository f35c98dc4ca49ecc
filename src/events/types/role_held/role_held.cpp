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
                                .choices = find_field(envelope_fields(), "role")->choices}}),
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
    const auto role = text_of(payload, "role");
    for (const auto known : parties::roles)
      if (known == role) facets.role = known;
    facets.matter = matter_of_period("role", role, payload);
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_of_period(describe().label.in(language), choice_text(describe(), payload, "role", language), payload,
                          language);
  }
};

}  // namespace

std::unique_ptr<EventType> make_role_held() { return std::make_unique<RoleHeld>(); }

}  // namespace ganbo::events::types
