#include "events/types/period.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {

std::vector<Field> with_period(std::vector<Field> fields) {
  fields.push_back({.name = "title", .label = {"Position", "Chức danh"}});
  fields.push_back({.name = "from", .label = {"From", "Từ ngày"}, .kind = FieldKind::day});
  fields.push_back({.name = "until", .label = {"Until", "Đến ngày"}, .kind = FieldKind::day});
  return fields;
}

Result<void> check_period(JsonObject payload, std::string_view sentence) {
  const auto from = day_of(payload, "from");
  const auto until = day_of(payload, "until");
  if (from && until && *until < *from) return invalid("properties.until", "range", std::string(sentence));
  return {};
}

MatterChange matter_of_period(std::string_view kind, std::string_view number, JsonObject payload) {
  return {.kind = std::string(kind),
          .number = std::string(number),
          .opens = true,
          .text = excerpt(text_of(payload, "title")),
          .due = day_of(payload, "until"),
          .from = day_of(payload, "from")};
}

std::string line_of_period(std::string_view head, std::string_view about, JsonObject payload, Language language) {
  return line_text(head, about,
                   {excerpt(text_of(payload, "title")), day_text(payload, "from", {"from", "từ"}, language),
                    day_text(payload, "until", {"until", "đến"}, language)});
}

}  // namespace ganbo::events::types
