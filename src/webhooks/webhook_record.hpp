// WebhookRecord: what was sent to endpoints and what waits, as the record holds it; implemented by store/.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/store/store.hpp"
#include "webhooks/webhooks_part.hpp"

namespace ganbo::webhooks {

enum class MessageState { waiting, delivered, given_up };
std::string_view word_of(MessageState state);
std::optional<MessageState> parse_message_state(std::string_view word);

struct LoggedMessage {
  std::string id;
  std::string type;
  std::string body;
  Timestamp made_at;
  std::string state;
  std::optional<Timestamp> due_at;
  std::int64_t attempts = 0;
  // Of the last attempt; empty while there was none, or no answer came.
  std::optional<Timestamp> tried_at;
  std::optional<std::int64_t> status;
  std::optional<std::int64_t> duration_ms;
  std::optional<std::string> problem;
};

struct LoggedAttempt {
  std::int64_t number = 0;
  Timestamp tried_at;
  std::int64_t duration_ms = 0;
  std::optional<std::int64_t> status;
  std::optional<std::string> problem;
  std::string answer;
};

struct Backlog {
  std::int64_t waiting = 0;
  std::int64_t failing = 0;  // of those, how many were tried already
  std::optional<Timestamp> oldest_at;
  // Not told because too many waited.
  std::int64_t skipped = 0;
  std::optional<Timestamp> skipped_first_at;
  std::optional<Timestamp> skipped_last_at;
};

// Thread-safe.
class WebhookRecord {
 public:
  virtual ~WebhookRecord() = default;
  virtual Result<Backlog> backlog(store::Connection& connection, EndpointId endpoint) const = 0;
  // The newest first, older than `before` (empty: from the newest on); of all states where none is given.
  virtual Result<std::vector<LoggedMessage>> messages(store::Connection& connection, EndpointId endpoint,
                                                      std::optional<MessageState> state, const std::string& before,
                                                      std::int64_t count_max) const = 0;
  virtual Result<std::optional<LoggedMessage>> message(store::Connection& connection, const MessageKey& key) const = 0;
  virtual Result<std::vector<LoggedAttempt>> attempts(store::Connection& connection, const MessageKey& key) const = 0;
};

}  // namespace ganbo::webhooks
