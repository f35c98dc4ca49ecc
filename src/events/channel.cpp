#include "events/channel.hpp"

#include <map>

#include "events/member_text.hpp"

namespace ganbo::events {

std::string_view channel_of_type(std::string_view type) {
  static const std::map<std::string_view, std::string_view> channels{
      {"arrival", "in_person"},  {"call", "phone"},         {"meeting", "in_person"}, {"page_view", "web"},
      {"product_viewed", "web"}, {"screen_view", "in_app"}, {"search", "web"},        {"visit", "in_person"}};
  const auto found = channels.find(type);
  return found == channels.end() ? std::string_view() : found->second;
}

std::string channel_of(std::string_view payload, std::string_view type) {
  std::string said = member_text(payload, "channel");
  return said.empty() ? std::string(channel_of_type(type)) : said;
}

}  // namespace ganbo::events
