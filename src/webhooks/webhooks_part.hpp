// WebhooksPart: messages that come of the batch in hand, and changes to endpoints; commands that make them.
//
// It follows what parties and events do, and is written after them: registered before them (Workspace), so that all
// is decided by then. A message is a row in the transaction of the change that it tells of.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/event_follower.hpp"
#include "parties/party_follower.hpp"
#include "platform/engine/workspace.hpp"
#include "webhooks/endpoint.hpp"

namespace ganbo::webhooks {

// Of a message to an endpoint.
struct MessageKey {
  EndpointId endpoint;
  std::string message;
  auto operator<=>(const MessageKey&) const = default;
};

// One try, and what follows from it.
struct Attempt {
  MessageKey key;
  int number = 0;  // from 1
  Timestamp tried_at;
  std::int64_t duration_ms = 0;
  std::optional<int> status;      // of HTTP; empty: no answer came
  std::string problem;            // empty: it was taken
  std::string answer;             // how its body begins
  std::optional<Timestamp> next;  // of a failure; empty: it is given up

  bool delivered() const { return problem.empty(); }
};

// For one of several servers to take.
struct DueMessage {
  MessageKey key;
  std::int64_t due_at = 0;  // as it was seen, microseconds
};

class WebhooksPart : public engine::Part, public parties::PartyFollower, public events::EventFollower {
 public:
  explicit WebhooksPart(LiveEndpoints& live) : live_(live) {}

  // want: before load(), by commands that change endpoints.
  void want_endpoints() { wanted_ = true; }
  void want_taken(std::vector<DueMessage> messages, Timestamp until);

  // apply
  const Endpoints& endpoints();
  void put(Endpoint endpoint);
  // With everything of it but its messages.
  void remove(EndpointId endpoint);
  // A message that nobody's change made.
  std::string tell_test(EndpointId endpoint, Timestamp now);
  const std::vector<MessageKey>& taken() const { return taken_; }
  void record(Attempt attempt) { attempts_.push_back(std::move(attempt)); }
  void send_again(MessageKey key, Timestamp now) { again_.emplace_back(std::move(key), now); }
  void give_up(MessageKey key) { given_up_.push_back(std::move(key)); }
  void forget(MessageKey key) { forgotten_.push_back(std::move(key)); }

  bool follows() const override { return following_; }
  void created(const parties::Party& party) override;
  void changed(const parties::Party& party) override;
  void merged(const parties::Merge& merge) override;
  void merge_undone(PartyId party, MergeId merge) override;
  void erased(PartyId party) override;
  void recorded(const events::StoredEvent& event) override;
  void opened(PartyId party, const std::string& kind, const std::string& number) override;
  void closed(PartyId party, const std::string& kind, const std::string& number) override;

  void clear() override;

 protected:
  struct Told {
    MessageType type;
    std::string data;
    EndpointId only;  // 0: all that take its type
  };
  struct Test {
    EndpointId endpoint;
    std::string message;
    std::string body;
    Timestamp made_at;
  };
  Endpoints& draft();
  void tell(MessageType type, std::string data) { told_.push_back({type, std::move(data), {}}); }

  LiveEndpoints& live_;
  bool wanted_ = false;
  bool following_ = false;  // decided by load()
  std::optional<Endpoints> draft_;
  std::vector<EndpointId> changed_;
  std::vector<Endpoint> removed_;
  std::vector<Told> told_;
  std::vector<Test> tests_;
  std::vector<DueMessage> wanted_messages_;
  Timestamp taken_until_;
  std::vector<MessageKey> taken_;
  std::vector<Attempt> attempts_;
  std::vector<std::pair<MessageKey, Timestamp>> again_;
  std::vector<MessageKey> given_up_;
  std::vector<MessageKey> forgotten_;
};

// One change of endpoints or messages as a command.
class ChangeWebhooks final : public engine::Command {
 public:
  using Change = std::function<engine::Outcome(WebhooksPart&, engine::Context&)>;
  explicit ChangeWebhooks(Change change) : change_(std::move(change)) {}
  void want(engine::Workspace& workspace) const override { workspace.part<WebhooksPart>().want_endpoints(); }
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override {
    return change_(workspace.part<WebhooksPart>(), context);
  }

 private:
  Change change_;
};

// Refused as a conflict when there are enough. Secrets are made before.
ChangeWebhooks::Change add_endpoint(Endpoint endpoint, std::string secret);
struct EndpointChange {
  std::optional<std::string> url;
  std::optional<std::string> description;
  std::optional<MessageTypes> types;
  std::optional<EndpointState> state;
};
ChangeWebhooks::Change change_endpoint(EndpointId endpoint, EndpointChange change);
ChangeWebhooks::Change remove_endpoint(EndpointId endpoint);
// The one before signs beside it for so long; one before that no more.
ChangeWebhooks::Change replace_secret(EndpointId endpoint, std::string secret, Duration overlap);
// detail: {"message":"msg_…"}
ChangeWebhooks::Change test_endpoint(EndpointId endpoint);
// Retired secrets go, and so does a removed endpoint, once it has no messages any more.
ChangeWebhooks::Change tidy_endpoints(std::vector<EndpointId> without_messages);

// Of the messages given, those that nobody else has taken since they were seen: detail is a JSON array of their places.
// They are due again at `until`, unless their attempt is recorded before.
class TakeMessages final : public engine::Command {
 public:
  TakeMessages(std::vector<DueMessage> messages, Timestamp until) : messages_(std::move(messages)), until_(until) {}
  void want(engine::Workspace& workspace) const override {
    workspace.part<WebhooksPart>().want_taken(messages_, until_);
  }
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  std::vector<DueMessage> messages_;
  Timestamp until_;
};

// What became of messages: attempts, what is to be sent again, what is given up, what the log forgets.
class ChangeMessages final : public engine::Command {
 public:
  std::vector<Attempt> attempts;
  std::vector<MessageKey> again;
  std::vector<MessageKey> given_up;
  std::vector<MessageKey> forgotten;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

}  // namespace ganbo::webhooks
