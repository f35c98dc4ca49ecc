#include "events/types/role_held/role_held.hpp"

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
        .fields = {{.name = "role",
                    .label = {"Role", "Vai trò"},
                    .kind = FieldKind::choice,
                    .required = true,
                    .choices = {{"customer", {"customer", "khách hàng"}},
                                {"prospect", {"prospect", "khách tiềm năng"}},
                                {"supplier", {"supplier", "nhà cung cấp"}},
                                {"creditor", {"creditor", "chủ nợ"}},
                                {"investor", {"investor", "nhà đầu tư"}},
                                {"press", {"press", "báo chí"}},
                                {"agent", {"agent", "đại lý"}},
                                {"service_provider", {"service provider", "bên cung cấp dịch vụ"}},
                                {"partner", {"partner", "đối tác"}},
                                {"employee", {"employee", "nhân viên"}},
                                {"competitor", {"competitor", "đối thủ"}}}},
                   {.name = "title", .label = {"Position", "Chức danh"}},
                   {.name = "from", .label = {"From", "Từ ngày"}, .kind = FieldKind::day},
                   {.name = "until", .label = {"Until", "Đến ngày"}, .kind = FieldKind::day}},
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency) const override {
    return check_period(payload, "The role ends before it begins.");
  }

  // What is said of a role later counts: its period is told anew, as a whole.
  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    const auto role = text_of(payload, "role");
    for (const auto known : parties::roles)
      if (known == role) facets.role = known;
    facets.matter = MatterChange{.kind = "role",
                                 .number = std::string(role),
                                 .opens = true,
                                 .text = excerpt(text_of(payload, "title")),
                                 .due = day_of(payload, "until"),
                                 .from = day_of(payload, "from")};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), choice_text(describe(), payload, "role", language),
                     {excerpt(text_of(payload, "title")), day_text(payload, "from", {"from", "từ"}, language),
                      day_text(payload, "until", {"until", "đến"}, language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_role_held() { return std::make_unique<RoleHeld>(); }

}  // namespace ganbo::events::types
