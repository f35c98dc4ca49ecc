#include "events/types/identify/identify.hpp"

#include <fmt/format.h>

#include "events/types/message_channels.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

// `21:00-08:00`
bool is_period_of_day(std::string_view text) {
  constexpr std::size_t time_length = 5;
  const auto is_time = [](std::string_view time) {
    const auto digit = [&](std::size_t place) { return time[place] >= '0' && time[place] <= '9'; };
    if (time.size() != time_length || time[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return false;
    return time.substr(0, 2) < "24" && time.substr(3) < "60";
  };
  return text.size() == 2 * time_length + 1 && text[time_length] == '-' && is_time(text.substr(0, time_length)) &&
         is_time(text.substr(time_length + 1));
}

// Five hundred characters of any script.
constexpr std::size_t name_bytes_max = 2000;

class Identify final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "identify",
        .label = {"Details", "Thông tin"},
        .sentence = {"What became known of a person or an organisation.",
                     "Điều được biết về một người hay một tổ chức."},
        .fields = {{.name = "name", .label = {"Name", "Tên"}, .bytes_max = name_bytes_max},
                   {.name = "firstName", .label = {"First name", "Tên gọi"}, .bytes_max = name_bytes_max},
                   {.name = "lastName", .label = {"Last name", "Họ và đệm"}, .bytes_max = name_bytes_max},
                   {.name = "email", .label = {"E-mail", "E-mail"}},
                   {.name = "phone", .label = {"Phone", "Điện thoại"}},
                   {.name = "birthday", .label = {"Birthday", "Ngày sinh"}, .kind = FieldKind::day},
                   {.name = "lunar_birthday",
                    .label = {"Birthday by the lunar calendar", "Ngày sinh âm lịch"},
                    .kind = FieldKind::lunar_day},
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
                   {.name = "preferred_channel",
                    .label = {"Prefers", "Thích liên hệ qua"},
                    .kind = FieldKind::choice,
                    .choices = message_channels()},
                   {.name = "contact_style",
                    .label = {"Style", "Cách nói chuyện"},
                    .kind = FieldKind::choice,
                    .choices = {{"formal", {"formal", "trang trọng"}},
                                {"friendly", {"friendly", "thân mật"}},
                                {"brief", {"brief", "ngắn gọn"}}}},
                   {.name = "do_not_disturb", .label = {"Do not disturb", "Giờ không làm phiền"}},
                   {.name = "interests", .label = {"Interests", "Sở thích"}, .kind = FieldKind::json},
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

  Result<void> check(JsonObject payload, Currency) const override {
    if (const auto hours = text_of(payload, "do_not_disturb"); !hours.empty() && !is_period_of_day(hours))
      return invalid("traits.do_not_disturb", "format", "It must be a period of the day, such as 21:00-08:00.");
    return {};
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    for (const auto [name, value] : payload) facets.traits.emplace_back(name, simdjson::minify(value));
    // Who says both keeps the lunar one.
    const auto lunar_birthday = day_of_lunar(payload, "lunar_birthday");
    if (const auto birthday = lunar_birthday ? lunar_birthday : day_of(payload, "birthday"))
      facets.matter = MatterChange{.kind = "birthday",
                                   .number = "birthday",
                                   .opens = true,
                                   .due = birthday,
                                   .yearly = true,
                                   .lunar = lunar_birthday.has_value()};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_with(payload, language, [](std::string_view) { return std::nullopt; });
  }

  std::string line_with(JsonObject payload, Language language, const LabelOf& label_of) const override {
    constexpr std::size_t named_max = 4;
    std::string names;
    std::size_t count = 0;
    for (const auto [key, value] : payload) {
      if (++count > named_max) continue;
      const Field* field = find_field(describe().fields, key);
      const auto label = field == nullptr ? label_of(key) : std::optional(field->label);
      names += (names.empty() ? "" : ", ") + std::string(label ? label->in(language) : std::string_view(key));
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
