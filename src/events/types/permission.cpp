#include "events/types/permission.hpp"

#include <fmt/format.h>

#include "events/types/message_channels.hpp"

namespace ganbo::events::types {

std::vector<Field> permission_fields() {
  return {{.name = "channel",
           .label = {"Channel", "Kênh"},
           .kind = FieldKind::choice,
           .required = true,
           .choices = message_channels()},
          {.name = "purpose",
           .label = {"Purpose", "Để làm gì"},
           .kind = FieldKind::choice,
           .required = true,
           .choices = {{"service", {"about what they bought", "việc mua bán, giao nhận"}},
                       {"news", {"news", "tin tức"}},
                       {"offers", {"offers", "ưu đãi"}},
                       {"surveys", {"surveys", "khảo sát"}}}},
          {.name = "text", .label = {"How it was said", "Bằng cách nào"}, .kind = FieldKind::long_text}};
}

std::string permission_number(JsonObject payload) {
  return fmt::format("{}:{}", text_of(payload, "channel"), text_of(payload, "purpose"));
}

}  // namespace ganbo::events::types
