#include "events/lead_days.hpp"

#include <algorithm>
#include <array>

#include "events/matter_kinds.hpp"

namespace ganbo::events {

std::span<const KeyDateKind> key_date_kinds() {
  static constexpr std::array<KeyDateKind, 7> kinds{{
      {"birthday", "", {"Birthday", "Sinh nhật"}, 7},
      {"anniversary", "anniversary", {"Anniversary", "Kỷ niệm"}, 7},
      {"visit", "visit", {"Visit due", "Đến hẹn ghé"}, 3},
      {"lease", "lease", {"End of a lease", "Hết hạn thuê"}, 30},
      {"contract", "", {"End of a contract", "Hết hạn hợp đồng"}, 30},
      {"promise", "", {"Promise due", "Đến hạn lời hứa"}, 1},
      {"key_date", "other", {"Another key date", "Ngày đáng nhớ khác"}, 7},
  }};
  return kinds;
}

const KeyDateKind* find_key_date_kind(std::string_view kind) {
  const auto kinds = key_date_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const KeyDateKind& it) { return it.kind == kind; });
  return found == kinds.end() ? nullptr : &*found;
}

std::optional<std::int64_t> lead_days_of(std::string_view kind, const parties::OwnWords& words) {
  const auto said = words.key_date_kinds.find(kind);
  if (said != words.key_date_kinds.end() && said->second.lead_days) return said->second.lead_days;
  if (const auto* known = find_key_date_kind(kind)) return known->usual_lead_days;
  return said == words.key_date_kinds.end() ? std::nullopt : std::optional<std::int64_t>(parties::lead_days_usual);
}

bool is_free_kind(std::string_view key) {
  const auto kinds = key_date_kinds();
  return !is_matter(key) &&
         std::none_of(kinds.begin(), kinds.end(), [&](const KeyDateKind& it) { return it.occasion == key; });
}

}  // namespace ganbo::events
