#include "events/member_text.hpp"

#include "events/payload.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::events {

std::string member_text(std::string_view json, std::string_view key) {
  // Most hold a few keys of many, and a search is cheaper than reading them.
  if (json.find(key) == std::string_view::npos) return {};
  const auto document = parse_json(json, 1, "stored object");
  JsonObject object;
  INVARIANT(document.ok() && !document->get(object), "what is stored is not JSON: {}", json.substr(0, 200));
  return std::string(text_of(object, key));
}

std::string direction_of(std::string_view envelope, const EventType& type) {
  std::string said = member_text(envelope, "direction");
  return said.empty() ? std::string(type.describe().direction) : said;
}

}  // namespace ganbo::events
