#include "webhooks/store/stored_webhooks.hpp"

#include <algorithm>

#include "webhooks/store/queries.hpp"

namespace ganbo::webhooks {
namespace {

using store::Connection;

constexpr std::string_view after_every_message = "msg_~";

std::optional<std::int64_t> micros_of(std::optional<Timestamp> when) {
  return when ? std::optional(when->micros) : std::nullopt;
}

std::optional<Timestamp> timestamp_of(std::optional<std::int64_t> micros) {
  return micros ? std::optional(Timestamp{*micros}) : std::nullopt;
}

class StoredWebhooks final : public WebhooksPart {
 public:
  StoredWebhooks(LiveEndpoints& live, const Clock& clock) : WebhooksPart(live), clock_(clock) {}

  Result<void> load(Connection& connection) override {
    following_ = live_.any_enabled();
    if (wanted_ && TRY(connection.hold_definitions())) draft_ = TRY(load_endpoints(connection));
    return wanted_messages_.empty() ? Result<void>() : take(connection);
  }

  Result<void> write(Connection& connection) override {
    TRY(write_endpoints(connection));
    TRY(write_messages(connection));
    TRY(write_attempts(connection));
    for (const auto& [key, now] : again_)
      TRY(connection.write(sql::SendWebhookMessageAgain{.state = word_of(MessageState::waiting),
                                                        .due_at = now.micros,
                                                        .endpoint_id = key.endpoint.value,
                                                        .message_id = key.message}));
    std::vector<sql::GiveUpWebhookMessage> given_up;
    given_up.reserve(given_up_.size());
    for (const auto& key : given_up_)
      given_up.push_back({.state = word_of(MessageState::given_up),
                          .problem = "Nothing was sent to this endpoint for too long.",
                          .endpoint_id = key.endpoint.value,
                          .message_id = key.message});
    TRY(connection.send(std::span<const sql::GiveUpWebhookMessage>(given_up)));
    std::vector<sql::DeleteWebhookAttemptsOf> attempts;
    std::vector<sql::DeleteWebhookMessage> messages;
    for (const auto& key : forgotten_) {
      attempts.push_back({.endpoint_id = key.endpoint.value, .message_id = key.message});
      messages.push_back({.endpoint_id = key.endpoint.value, .message_id = key.message});
    }
    TRY(connection.send(std::span<const sql::DeleteWebhookAttemptsOf>(attempts)));
    return connection.send(std::span<const sql::DeleteWebhookMessage>(messages));
  }

  void committed() override {
    if (is_changed()) live_.set(*draft_);
    for (const auto& [endpoint, count] : left_) live_.add_waiting(endpoint, count);
    for (const auto& attempt : attempts_)
      if (attempt.delivered() || !attempt.next) live_.add_waiting(attempt.key.endpoint, -1);
    if (!left_.empty() || !again_.empty() || is_changed()) live_.tell_messages();
  }

  void report(engine::Changes& changes) const override {
    if (is_changed() || !tests_.empty() || !attempts_.empty() || !again_.empty() || !given_up_.empty())
      changes.add(webhooks_topic);
  }

  void clear() override {
    WebhooksPart::clear();
    left_.clear();
  }

 private:
  bool is_changed() const { return !changed_.empty() || !removed_.empty(); }

  // Of several servers that saw a message due, one moves it on.
  Result<void> take(Connection& connection) {
    std::vector<sql::TakeWebhookMessage> keys;
    keys.reserve(wanted_messages_.size());
    for (const auto& due : wanted_messages_)
      keys.push_back({.until = taken_until_.micros,
                      .endpoint_id = due.key.endpoint.value,
                      .message_id = due.key.message,
                      .seen_due_at = due.due_at});
    TRY(connection.each(std::span<const sql::TakeWebhookMessage>(keys),
                        [&](std::size_t place, const sql::TakeWebhookMessage::Row&) {
                          taken_.push_back(wanted_messages_[place].key);
                        }));
    return {};
  }

  Result<void> write_endpoints(Connection& connection) {
    if (!is_changed()) return {};
    connection.tell({store::Topic::definitions, {}});
    const Timestamp now = clock_.now();
    for (const auto id : changed_) {
      Endpoint& endpoint = draft().at(id);
      const std::string types = words_of(endpoint.types);
      TRY(connection.write(sql::PutWebhookEndpoint{.endpoint_id = id.value,
                                                   .url = endpoint.url,
                                                   .description = endpoint.description,
                                                   .types = types,
                                                   .state = word_of(endpoint.state),
                                                   .made_at = endpoint.made_at.micros}));
      const bool ends = endpoint.state == EndpointState::removed;
      for (const auto& secret : endpoint.secrets)
        if (ends || (secret.retires_at && *secret.retires_at <= now))
          TRY(connection.write(sql::DeleteWebhookSecret{.endpoint_id = id.value, .made_at = secret.made_at.micros}));
        else
          TRY(connection.write(sql::PutWebhookSecret{.endpoint_id = id.value,
                                                     .made_at = secret.made_at.micros,
                                                     .secret = secret.secret,
                                                     .retires_at = micros_of(secret.retires_at)}));
      std::erase_if(endpoint.secrets, [&](const SigningSecret& secret) {
        return ends || (secret.retires_at && *secret.retires_at <= now);
      });
    }
    for (const auto& endpoint : removed_) {
      TRY(connection.write(sql::DeleteWebhookOverflow{.endpoint_id = endpoint.id.value}));
      TRY(connection.write(sql::DeleteWebhookEndpoint{.endpoint_id = endpoint.id.value}));
    }
    return {};
  }

  // A message to each endpoint that takes its type, as far as there is room.
  Result<void> write_messages(Connection& connection) {
    if (told_.empty() && tests_.empty()) return {};
    const auto live = live_.now();
    const Endpoints& endpoints = draft_ ? *draft_ : *live;
    const Timestamp now = clock_.now();
    std::vector<std::string> ids;
    std::vector<std::string> bodies;
    ids.reserve(told_.size());
    bodies.reserve(told_.size());
    for (const auto& told : told_) {
      ids.push_back(make_message_id(now, static_cast<unsigned>(ids.size())));
      bodies.push_back(message_body(told.type, now, told.data));
    }
    std::vector<sql::InsertWebhookMessage> rows;
    std::vector<sql::AddWebhookOverflow> overflows;
    const auto add = [&](EndpointId endpoint, std::string_view id, std::string_view type, std::string_view body) {
      rows.push_back({.endpoint_id = endpoint.value,
                      .message_id = id,
                      .type = type,
                      .body = body,
                      .made_at = now.micros,
                      .state = word_of(MessageState::waiting),
                      .due_at = now.micros,
                      .attempts = 0});
      ++left_[endpoint];
    };
    for (const auto& [id, endpoint] : endpoints) {
      std::int64_t room = live_.room(id);
      std::int64_t skipped = 0;
      for (std::size_t i = 0; i < told_.size(); ++i) {
        if (!endpoint.takes(told_[i].type)) continue;
        if (room-- > 0)
          add(id, ids[i], facts_of(told_[i].type).word, bodies[i]);
        else
          ++skipped;
      }
      if (skipped > 0)
        overflows.push_back(
            {.endpoint_id = id.value, .skipped = skipped, .first_at = now.micros, .last_at = now.micros});
    }
    for (const auto& test : tests_) add(test.endpoint, test.message, facts_of(MessageType::test).word, test.body);
    TRY(connection.send(std::span<const sql::InsertWebhookMessage>(rows)));
    return connection.send(std::span<const sql::AddWebhookOverflow>(overflows));
  }

  Result<void> write_attempts(Connection& connection) {
    // In the order of their keys, so that servers never wait for each other in a circle.
    std::sort(attempts_.begin(), attempts_.end(),
              [](const Attempt& a, const Attempt& b) { return std::tie(a.key, a.number) < std::tie(b.key, b.number); });
    std::vector<sql::SettleWebhookMessage> settled;
    std::vector<sql::InsertWebhookAttempt> rows;
    for (const auto& attempt : attempts_) {
      const auto status = attempt.status ? std::optional<std::int64_t>(*attempt.status) : std::nullopt;
      const auto problem = attempt.delivered() ? std::nullopt : std::optional<std::string_view>(attempt.problem);
      const auto state = attempt.delivered() ? MessageState::delivered
                         : attempt.next      ? MessageState::waiting
                                             : MessageState::given_up;
      settled.push_back({.state = word_of(state),
                         .due_at = attempt.delivered() ? std::nullopt : micros_of(attempt.next),
                         .attempts = attempt.number,
                         .tried_at = attempt.tried_at.micros,
                         .status = status,
                         .duration_ms = attempt.duration_ms,
                         .problem = problem,
                         .endpoint_id = attempt.key.endpoint.value,
                         .message_id = attempt.key.message});
      rows.push_back({.endpoint_id = attempt.key.endpoint.value,
                      .message_id = attempt.key.message,
                      .attempt = attempt.number,
                      .tried_at = attempt.tried_at.micros,
                      .duration_ms = attempt.duration_ms,
                      .status = status,
                      .problem = problem,
                      .answer = attempt.answer});
    }
    TRY(connection.send(std::span<const sql::SettleWebhookMessage>(settled)));
    return connection.send(std::span<const sql::InsertWebhookAttempt>(rows));
  }

  const Clock& clock_;
  std::map<EndpointId, std::int64_t> left_;  // messages, by the batch in hand
};

template <class Row>
LoggedMessage logged(Row&& row) {
  return {
      std::move(row.message_id), std::move(row.type), std::move(row.body),        {row.made_at}, std::move(row.state),
      timestamp_of(row.due_at),  row.attempts,        timestamp_of(row.tried_at), row.status,    row.duration_ms,
      std::move(row.problem)};
}

class StoredWebhookRecord final : public WebhookRecord {
 public:
  Result<Backlog> backlog(Connection& connection, EndpointId endpoint) const override {
    Backlog backlog;
    if (const auto row = TRY(connection.one(sql::WaitingWebhookMessages{.endpoint_id = endpoint.value}))) {
      backlog.waiting = row->waiting;
      backlog.failing = row->failing;
      backlog.oldest_at = timestamp_of(row->oldest_at);
    }
    if (const auto row = TRY(connection.one(sql::FindWebhookOverflow{.endpoint_id = endpoint.value}))) {
      backlog.skipped = row->skipped;
      backlog.skipped_first_at = Timestamp{row->first_at};
      backlog.skipped_last_at = Timestamp{row->last_at};
    }
    return backlog;
  }

  Result<std::vector<LoggedMessage>> messages(Connection& connection, EndpointId endpoint,
                                              std::optional<MessageState> state, const std::string& before,
                                              std::int64_t count_max) const override {
    const std::string_view from = before.empty() ? after_every_message : std::string_view(before);
    std::vector<LoggedMessage> messages;
    if (state) {
      for (auto& row : TRY(connection.all(sql::WebhookMessagesInState{
               .endpoint_id = endpoint.value, .before = from, .state = word_of(*state), .row_limit = count_max})))
        messages.push_back(logged(std::move(row)));
      return messages;
    }
    for (auto& row : TRY(connection.all(
             sql::WebhookMessagesBefore{.endpoint_id = endpoint.value, .before = from, .row_limit = count_max})))
      messages.push_back(logged(std::move(row)));
    return messages;
  }

  Result<std::optional<LoggedMessage>> message(Connection& connection, const MessageKey& key) const override {
    auto row =
        TRY(connection.one(sql::FindWebhookMessage{.endpoint_id = key.endpoint.value, .message_id = key.message}));
    return row ? std::optional(logged(std::move(*row))) : std::optional<LoggedMessage>();
  }

  Result<std::vector<LoggedAttempt>> attempts(Connection& connection, const MessageKey& key) const override {
    std::vector<LoggedAttempt> attempts;
    for (auto& row :
         TRY(connection.all(sql::WebhookAttemptsOf{.endpoint_id = key.endpoint.value, .message_id = key.message})))
      attempts.push_back(
          {row.attempt, {row.tried_at}, row.duration_ms, row.status, std::move(row.problem), std::move(row.answer)});
    return attempts;
  }
};

}  // namespace

std::unique_ptr<WebhooksPart> make_stored_webhooks(LiveEndpoints& live, const Clock& clock) {
  return std::make_unique<StoredWebhooks>(live, clock);
}

Result<Endpoints> load_endpoints(Connection& connection) {
  Endpoints endpoints;
  for (auto& row : TRY(connection.all(sql::AllWebhookEndpoints{}))) {
    const EndpointId id{row.endpoint_id};
    endpoints[id] = {id,
                     std::move(row.url),
                     std::move(row.description),
                     types_of(row.types),
                     parse_endpoint_state(row.state),
                     {row.made_at},
                     {}};
  }
  for (auto& row : TRY(connection.all(sql::AllWebhookSecrets{}))) {
    const auto endpoint = endpoints.find({row.endpoint_id});
    if (endpoint == endpoints.end()) continue;
    endpoint->second.secrets.push_back({std::move(row.secret), {row.made_at}, timestamp_of(row.retires_at)});
  }
  return endpoints;
}

Result<void> count_waiting(Connection& connection, LiveEndpoints& live) {
  const auto endpoints = live.now();
  for (const auto& [id, endpoint] : *endpoints)
    if (const auto row = TRY(connection.one(sql::WaitingWebhookMessages{.endpoint_id = id.value})))
      live.set_waiting(id, row->waiting);
  return {};
}

std::unique_ptr<WebhookRecord> make_stored_webhook_record() { return std::make_unique<StoredWebhookRecord>(); }

}  // namespace ganbo::webhooks
