#include "events/store/read_seen_types.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "events/payload.hpp"
#include "events/store/queries.hpp"

namespace ganbo::events {
namespace {

constexpr std::string_view own_type = "custom";
constexpr std::int64_t slice = 2'000;

std::string name_of(const std::string& payload) {
  const auto document = parse_json(payload, 0, "payload");
  JsonObject object;
  if (!document.ok() || document->get(object)) return {};
  return std::string(text_of(object, "name"));
}

Result<std::vector<SeenType>> read_own(store::Connection& connection, const std::function<bool()>& stop) {
  std::map<std::pair<std::string, SourceId>, SeenType> seen;
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  sql::EventsOfTypeAfter next{
      .type = own_type, .after_party_id = least, .after_at = least, .after_event_id = least, .row_limit = slice};
  while (true) {
    if (stop()) return failure(ErrorCode::cancelled, "Counting was ended.");
    const auto rows = TRY(connection.all(next));
    for (const auto& row : rows) {
      std::pair key{name_of(row.payload), SourceId{row.source_id}};
      if (seen.size() >= seen_names_max && !seen.contains(key)) key.first.clear();
      const Timestamp at{row.received_at};
      auto& found =
          seen.try_emplace(key, SeenType{std::string(own_type), key.first, key.second, 0, at, at}).first->second;
      found.events += 1;
      found.first_at = std::min(found.first_at, at);
      found.last_at = std::max(found.last_at, at);
    }
    if (std::ssize(rows) < slice) break;
    next.after_party_id = rows.back().party_id;
    next.after_at = rows.back().occurred_at;
    next.after_event_id = rows.back().event_id;
  }
  std::vector<SeenType> own;
  own.reserve(seen.size());
  for (auto& [key, found] : seen) own.push_back(std::move(found));
  return own;
}

}  // namespace

Result<std::vector<SeenType>> read_seen_types(store::Connection& connection, const std::function<bool()>& stop) {
  std::vector<SeenType> seen;
  for (auto& row : TRY(connection.all(sql::EventTypesSeen{}))) {
    if (row.type == own_type) continue;
    seen.push_back({std::move(row.type), {}, {row.source_id}, row.events, {row.first_at}, {row.last_at}});
  }
  for (auto& own : TRY(read_own(connection, stop))) seen.push_back(std::move(own));
  std::stable_sort(seen.begin(), seen.end(), [](const SeenType& a, const SeenType& b) {
    return std::tie(a.type, a.name) < std::tie(b.type, b.name);
  });
  return seen;
}

}  // namespace ganbo::events
