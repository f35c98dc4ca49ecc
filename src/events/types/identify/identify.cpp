#include "events/types/identify/identify.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

constexpr std::int64_t lead_days_of_a_birthday = 7;

class Identify final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "identify",
        .label = {"Details", "Thông tin"},
        .sentence = {"What became known of a person or an organisation.",
                     "Điều được biết về một người hay một tổ chức."},
        .fields = {{.name = "name", .label = {"Name", "Tên"}},
                   {.name = "firstName", .label = {"First name", "Tên gọi"}},
                   {.name = "lastName", .label = {"Last name", "Họ và đệm"}},
                   {.name = "email", .label = {"E-mail", "E-mail"}},
                   {.name = "phone", .label = {"Phone", "Điện thoại"}},
                   {.name = "birthday", .label = {"Birthday", "Ngày sinh"}, .kind = FieldKind::day},
                   {.name = "gender", .label = {"Gender", "Giới tính"}},
                   {.name = "company", .label = {"Company", "Công ty"}, .kind = FieldKind::json},
                   {.name = "title", .label = {"Position", "Chức vụ"}},
                   {.name = "address", .label = {"Address", "Địa chỉ"}, .kind = FieldKind::json},
                   {.name = "website", .label = {"Web site", "Website"}, .kind = FieldKind::long_text},
                   {.name = "description", .label = {"Description", "Mô tả"}, .kind = FieldKind::long_text},
                   {.name = "locale", .label = {"Language", "Ngôn ngữ"}},
                   {.name = "avatar", .label = {"Picture", "Ảnh đại diện"}, .kind = FieldKind::long_text},
                   {.name = "username", .label = {"User name", "Tên đăng nhập"}},
                   {.name = "age", .label = {"Age", "Tuổi"}, .kind = FieldKind::integer, .min = 0, .max = 150},
                   {.name = "loyalty_card", .label = {"Loyalty card", "Thẻ thành viên"}},
                   {.name = "kind",
                    .label = {"Person or organisation", "Cá nhân hay tổ chức"},
                    .kind = FieldKind::choice,
                    .choices = {{"person", {"Person", "Cá nhân"}}, {"organisation", {"Organisation", "Tổ chức"}}}},
                   {.name = "industry", .label = {"Industry", "Ngành nghề"}},
                   {.name = "employees", .label = {"Employees", "Số nhân viên"}, .kind = FieldKind::integer, .min = 0},
                   {.name = "createdAt", .label = {"Account since", "Ngày tạo tài khoản"}, .kind = FieldKind::instant}},
        .from_browser = true,
        .describes_party = true,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    for (const auto [name, value] : payload) facets.traits.emplace_back(name, simdjson::minify(value));
    if (const auto birthday = day_of(payload, "birthday"))
      facets.matter = MatterChange{.kind = "birthday",
                                   .number = "birthday",
                                   .opens = true,
                                   .due = birthday,
                                   .yearly = true,
                                   .lead_days = lead_days_of_a_birthday};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    constexpr std::size_t named_max = 4;
    std::string names;
    std::size_t count = 0;
    for (const auto [key, value] : payload) {
      if (++count > named_max) continue;
      const Field* field = find_field(describe().fields, key);
      names += (names.empty() ? "" : ", ") +
               std::string(field == nullptr ? std::string_view(key) : field->label.in(language));
    }
    const bool vi = language == Language::vi;
    if (count == 0) return vi ? "Nhận ra khách" : "Recognised";
    if (count > named_max)
      names += fmt::format(fmt::runtime(vi ? " và {} mục khác" : " and {} more"), count - named_max);
    return (vi ? "Cập nhật thông tin: " : "Details updated: ") + names;
  }
};

}  // namespace

std::unique_ptr<EventType> make_identify() { return std::make_unique<Identify>(); }

}  // namespace ganbo::events::types
