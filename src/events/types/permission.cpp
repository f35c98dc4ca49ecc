#include "events/types/permission.hpp"

#include <fmt/format.h>

#include "events/permissions.hpp"
#include "events/types/message_channels.hpp"

namespace ganbo::events::types {
namespace {

std::vector<Choice> channels() {
  std::vector<Choice> all = message_channels();
  all.push_back({"visit", {"visit", "gặp trực tiếp"}});
  return all;
}

const std::vector<Choice>& purposes() {
  static const std::vector<Choice> all{{"service", {"about what they bought", "việc mua bán, giao nhận"}},
                                       {"news", {"news", "tin tức"}},
                                       {"offers", {"offers", "ưu đãi"}},
                                       {"surveys", {"surveys", "khảo sát"}}};
  return all;
}

std::vector<Field> fields_of(std::vector<Choice> channels, std::vector<Choice> purposes) {
  return {{.name = "channel",
           .label = {"Channel", "Kênh"},
           .kind = FieldKind::choice,
           .required = true,
           .choices = std::move(channels)},
          {.name = "purpose",
           .label = {"Purpose", "Để làm gì"},
           .kind = FieldKind::choice,
           .required = true,
           .choices = std::move(purposes)},
          {.name = "text", .label = {"How it was said", "Bằng cách nào"}, .kind = FieldKind::long_text}};
}

}  // namespace

std::vector<Field> permission_given_fields() { return fields_of(channels(), purposes()); }

std::vector<Field> permission_withdrawn_fields() {
  auto by = channels();
  by.push_back({any_word, {"any channel", "mọi kênh"}});
  auto for_what = purposes();
  for_what.push_back({any_word, {"everything", "mọi việc"}});
  return fields_of(std::move(by), std::move(for_what));
}

std::string permission_number(JsonObject payload) {
  return fmt::format("{}:{}", text_of(payload, "channel"), text_of(payload, "purpose"));
}

}  // namespace ganbo::events::types
