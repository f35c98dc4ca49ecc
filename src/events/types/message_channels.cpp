#include "events/types/message_channels.hpp"

namespace ganbo::events::types {

const std::vector<Choice>& message_channels() {
  static const std::vector<Choice> channels{{"email", {"e-mail", "thư điện tử"}},
                                            {"sms", {"SMS", "tin nhắn SMS"}},
                                            {"zalo", {"Zalo", "Zalo"}},
                                            {"messenger", {"Messenger", "Messenger"}},
                                            {"whatsapp", {"WhatsApp", "WhatsApp"}},
                                            {"phone", {"phone", "điện thoại"}},
                                            {"letter", {"letter", "thư giấy"}},
                                            {"card", {"card", "thiệp"}},
                                            {"push", {"push", "thông báo đẩy"}},
                                            {"in_app", {"in the app", "trong ứng dụng"}},
                                            {"chat", {"chat", "trò chuyện trên web"}},
                                            {"other", {"another", "kênh khác"}}};
  return channels;
}

}  // namespace ganbo::events::types
