#include "webhooks/webhook_record.hpp"

namespace ganbo::webhooks {

std::string_view word_of(MessageState state) {
  switch (state) {
    case MessageState::waiting:
      return "waiting";
    case MessageState::delivered:
      return "delivered";
    case MessageState::given_up:
      return "given_up";
  }
  return "waiting";
}

std::optional<MessageState> parse_message_state(std::string_view word) {
  for (const auto state : {MessageState::waiting, MessageState::delivered, MessageState::given_up})
    if (word == word_of(state)) return state;
  return std::nullopt;
}

}  // namespace ganbo::webhooks
