#include "events/types/key_date/key_date.hpp"

#include "events/lead_days.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

// Of what kind the matter is: an occasion that is none of ours is one that the business added, and its kind is called
// so.
std::string kind_of(JsonObject payload) {
  const auto word = text_of(payload, "occasion");
  if (word.empty()) return "key_date";
  for (const auto& known : key_date_kinds())
    if (known.occasion == word) return std::string(known.kind);
  return std::string(word);
}

Shift shift_of(JsonObject payload) {
  const auto word = text_of(payload, "shift");
  if (word == word_of(Shift::before)) return Shift::before;
  return word == word_of(Shift::after) ? Shift::after : Shift::none;
}

class KeyDate final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "key_date",
        .label = {"Key date", "Ngày đáng nhớ"},
        .sentence = {"A day to be reminded of, once or every year.", "Một ngày cần nhắc, một lần hay hằng năm."},
        .track_names = {"Key Date Set"},
        .fields = {{.name = "name", .label = {"What it is", "Ngày gì"}, .required = true},
                   {.name = "day", .label = {"Day", "Ngày"}, .kind = FieldKind::day},
                   {.name = "lunar_day",
                    .label = {"Or its lunar day", "Hoặc ngày âm lịch"},
                    .kind = FieldKind::lunar_day},
                   {.name = "occasion",
                    .label = {"Occasion", "Dịp"},
                    .kind = FieldKind::choice,
                    .choices = {{"anniversary", {"anniversary", "kỷ niệm"}},
                                {"lease", {"end of a lease", "hết hạn thuê"}},
                                {"visit", {"visit due", "đến hẹn ghé"}},
                                {"other", {"another", "dịp khác"}}},
                    .own_choices = parties::WordFamily::key_date_kind},
                   {.name = "yearly", .label = {"Every year", "Hằng năm"}, .kind = FieldKind::boolean},
                   {.name = "calendar",
                    .label = {"Comes again by the calendar", "Lặp lại theo lịch"},
                    .kind = FieldKind::choice,
                    .choices = {{"solar", {"solar", "dương"}}, {"lunar", {"lunar", "âm"}}}},
                   {.name = "shift",
                    .label = {"On a day off", "Nếu rơi vào ngày nghỉ"},
                    .kind = FieldKind::choice,
                    .choices = {{"none", {"on that day", "giữ nguyên"}},
                                {"before", {"the working day before", "làm trước"}},
                                {"after", {"the working day after", "làm sau"}}}},
                   {.name = "lead_days",
                    .label = {"Remind so many days before", "Nhắc trước, số ngày"},
                    .kind = FieldKind::integer,
                    .min = 0,
                    .max = 365},
                   {.name = "ended", .label = {"Holds no more", "Không còn nữa"}, .kind = FieldKind::boolean},
                   {.name = "key_date_id", .label = {"Number", "Mã"}}},
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency) const override {
    const bool lunar = !text_of(payload, "lunar_day").empty();
    const bool solar = !text_of(payload, "day").empty();
    if (!bool_of(payload, "ended") && !solar && !lunar)
      return invalid("properties.day", "required",
                     "A key date needs its day, as 2026-05-17, or its lunar_day; or say ended.");
    if (solar && lunar) return invalid("properties.lunar_day", "once", "Say the day, or the lunar day: not both.");
    if (lunar && text_of(payload, "calendar") == "solar")
      return invalid("properties.calendar", "choice",
                     "A lunar day comes again by the lunar calendar. Say the day of the solar one instead.");
    return {};
  }

  // One without a number is called by its name.
  Facets facets(JsonObject payload, Currency) const override {
    const auto lunar_day = day_of_lunar(payload, "lunar_day");
    Facets facets;
    facets.is_contact = false;
    facets.matter = MatterChange{.kind = kind_of(payload),
                                 .number = std::string(first_text(payload, {"key_date_id", "name"})),
                                 .opens = !bool_of(payload, "ended"),
                                 .text = excerpt(text_of(payload, "name")),
                                 .due = lunar_day ? lunar_day : day_of(payload, "day"),
                                 .yearly = bool_of(payload, "yearly"),
                                 .lunar = lunar_day || text_of(payload, "calendar") == "lunar",
                                 .shift = shift_of(payload),
                                 .lead_days = integer_of(payload, "lead_days")};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    constexpr Label ended{"no more", "không còn"};
    constexpr Label yearly{"every year", "hằng năm"};
    constexpr Label lunar_yearly{"every lunar year", "hằng năm theo âm lịch"};
    const bool by_moon = text_of(payload, "calendar") == "lunar" || !text_of(payload, "lunar_day").empty();
    std::vector<std::string> details;
    if (bool_of(payload, "ended"))
      details.emplace_back(ended.in(language));
    else
      details = {day_text(payload, "day", {"on", "vào"}, language), lunar_text(payload, "lunar_day", language),
                 std::string(!bool_of(payload, "yearly") ? std::string_view()
                             : by_moon                   ? lunar_yearly.in(language)
                                                         : yearly.in(language))};
    return line_text(describe().label.in(language), text_of(payload, "name"), details);
  }
};

}  // namespace

std::unique_ptr<EventType> make_key_date() { return std::make_unique<KeyDate>(); }

}  // namespace ganbo::events::types
