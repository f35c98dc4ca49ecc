#include "webhooks/webhooks_part.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/matter.hpp"
#include "events/payload.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::webhooks {
namespace {

using engine::Context;
using engine::Outcome;
using Change = ChangeWebhooks::Change;

Outcome no_such_endpoint() { return Outcome::refused(failure(ErrorCode::not_found, "There is no such endpoint.")); }

// Null also of one whose messages are being deleted.
const Endpoint* find(WebhooksPart& part, EndpointId id) {
  const auto found = part.endpoints().find(id);
  const bool there = found != part.endpoints().end() && found->second.state != EndpointState::removed;
  return there ? &found->second : nullptr;
}

// A change of one endpoint that is there.
template <class ChangeOne>
Change change_of(EndpointId id, ChangeOne change) {
  return [id, change = std::move(change)](WebhooksPart& part, Context& context) {
    const Endpoint* found = find(part, id);
    if (found == nullptr) return no_such_endpoint();
    Endpoint changed = *found;
    change(changed, context.now());
    part.put(std::move(changed));
    return Outcome::applied(id.value);
  };
}

std::string party_data(PartyId party) {
  std::string data;
  JsonWriter(data).begin_object().member("party", party.text()).end_object();
  return data;
}

std::string matter_data(PartyId party, const std::string& kind, const std::string& number) {
  std::string data;
  JsonWriter(data)
      .begin_object()
      .member("party", party.text())
      .member("kind", kind)
      .member("number", number)
      .end_object();
  return data;
}

std::string permission_data(PartyId party, const std::string& permission, bool given) {
  std::string data;
  JsonWriter(data)
      .begin_object()
      .member("party", party.text())
      .member("permission", permission)
      .member("given", given)
      .end_object();
  return data;
}

bool is_permission(const std::string& kind) { return events::family_of(kind) == events::MatterFamily::permission; }

}  // namespace

void WebhooksPart::want_taken(std::vector<DueMessage> messages, Timestamp until) {
  std::move(messages.begin(), messages.end(), std::back_inserter(wanted_messages_));
  taken_until_ = until;
}

Endpoints& WebhooksPart::draft() {
  if (!draft_) draft_ = *live_.now();
  return *draft_;
}

const Endpoints& WebhooksPart::endpoints() { return draft(); }

void WebhooksPart::put(Endpoint endpoint) {
  changed_.push_back(endpoint.id);
  draft().insert_or_assign(endpoint.id, std::move(endpoint));
}

void WebhooksPart::remove(EndpointId endpoint) {
  removed_.push_back(draft().at(endpoint));
  draft().erase(endpoint);
  std::erase(changed_, endpoint);
}

std::string WebhooksPart::tell_test(EndpointId endpoint, Timestamp now) {
  std::string data;
  JsonWriter(data).begin_object().member("endpoint", endpoint.text()).end_object();
  tests_.push_back({endpoint, make_message_id(now, 0), message_body(MessageType::test, now, data), now});
  return tests_.back().message;
}

void WebhooksPart::created(const parties::Party& party) {
  if (party.kind != parties::Kind::anonymous) tell(MessageType::party_created, party_data(party.id));
}

void WebhooksPart::changed(const parties::Party& party) {
  if (party.kind != parties::Kind::anonymous) tell(MessageType::party_changed, party_data(party.id));
}

void WebhooksPart::merged(const parties::Merge& merge) {
  std::string data;
  JsonWriter(data)
      .begin_object()
      .member("party", merge.from.text())
      .member("into", merge.into.text())
      .member("how", parties::word_of(merge.kind))
      .end_object();
  tell(MessageType::party_merged, std::move(data));
}

void WebhooksPart::merge_undone(PartyId party, MergeId) { tell(MessageType::party_merge_undone, party_data(party)); }

void WebhooksPart::erased(PartyId party) { tell(MessageType::party_erased, party_data(party)); }

void WebhooksPart::recorded(const events::StoredEvent& event) {
  std::string data;
  JsonWriter(data)
      .begin_object()
      .member("party", event.party.text())
      .member("touchpoint", event.id.text())
      .member("type", event.type)
      .member("occurred_at", format_timestamp(event.moment.occurred_at))
      .end_object();
  tell(MessageType::touchpoint_recorded, std::move(data));
  if (event.type != "reminder") return;
  // One that a key date raised says of what it is and when; what somebody set for themselves does not.
  const auto document = events::parse_json(event.payload, 0, "payload");
  events::JsonObject payload;
  if (!document.ok() || document->get(payload)) return;
  const auto about = events::text_of(payload, "about");
  const auto day = events::text_of(payload, "day");
  if (about.empty() || day.empty()) return;
  std::string due;
  JsonWriter(due)
      .begin_object()
      .member("party", event.party.text())
      .member("touchpoint", event.id.text())
      .member("kind", about)
      .member("day", day)
      .end_object();
  tell(MessageType::key_date_due, std::move(due));
}

void WebhooksPart::opened(PartyId party, const std::string& kind, const std::string& number) {
  if (is_permission(kind))
    tell(MessageType::permission_changed, permission_data(party, number, true));
  else
    tell(MessageType::matter_opened, matter_data(party, kind, number));
}

void WebhooksPart::closed(PartyId party, const std::string& kind, const std::string& number) {
  if (is_permission(kind))
    tell(MessageType::permission_changed, permission_data(party, number, false));
  else
    tell(MessageType::matter_closed, matter_data(party, kind, number));
}

void WebhooksPart::clear() {
  wanted_ = false;
  following_ = false;
  draft_.reset();
  changed_.clear();
  removed_.clear();
  told_.clear();
  tests_.clear();
  wanted_messages_.clear();
  taken_.clear();
  attempts_.clear();
  again_.clear();
  given_up_.clear();
  forgotten_.clear();
}

Change add_endpoint(Endpoint endpoint, std::string secret) {
  return [endpoint = std::move(endpoint), secret = std::move(secret)](WebhooksPart& part, Context& context) {
    if (part.endpoints().size() >= endpoints_max)
      return Outcome::refused(Error{ErrorCode::conflict,
                                    fmt::format("There are {} endpoints at most. Remove one first.", endpoints_max),
                                    "url", "limit"});
    Endpoint made = endpoint;
    made.id = context.next_id<EndpointId>();
    made.made_at = context.now();
    made.secrets = {{secret, context.now(), std::nullopt}};
    const EndpointId id = made.id;
    part.put(std::move(made));
    return Outcome::applied(id.value);
  };
}

Change change_endpoint(EndpointId endpoint, EndpointChange change) {
  return change_of(endpoint, [change = std::move(change)](Endpoint& changed, Timestamp) {
    changed.url = change.url.value_or(changed.url);
    changed.description = change.description.value_or(changed.description);
    changed.types = change.types.value_or(changed.types);
    changed.state = change.state.value_or(changed.state);
  });
}

Change remove_endpoint(EndpointId endpoint) {
  return change_of(endpoint, [](Endpoint& changed, Timestamp) { changed.state = EndpointState::removed; });
}

Change replace_secret(EndpointId endpoint, std::string secret, Duration overlap) {
  return change_of(endpoint, [secret = std::move(secret), overlap](Endpoint& changed, Timestamp now) {
    auto& secrets = changed.secrets;
    for (std::size_t i = 0; i + 1 < secrets.size(); ++i) secrets[i].retires_at = now;
    if (!secrets.empty()) secrets.back().retires_at = now + overlap;
    // The instant is its key.
    const Timestamp made_at = secrets.empty() ? now : std::max(now, secrets.back().made_at + Duration{1});
    secrets.push_back({secret, made_at, std::nullopt});
  });
}

Change test_endpoint(EndpointId endpoint) {
  return [endpoint](WebhooksPart& part, Context& context) {
    const Endpoint* found = find(part, endpoint);
    if (found == nullptr) return no_such_endpoint();
    if (found->state != EndpointState::enabled)
      return Outcome::refused(
          Error{ErrorCode::conflict, "Nothing is sent to it. Enable it first.", "state", "enabled"});
    const std::string message = part.tell_test(endpoint, context.now());
    return Outcome::applied(endpoint.value, 0, fmt::format(R"({{"message":"{}"}})", message));
  };
}

Change tidy_endpoints(std::vector<EndpointId> without_messages) {
  return [without_messages = std::move(without_messages)](WebhooksPart& part, Context& context) {
    for (const auto& [id, endpoint] : Endpoints(part.endpoints())) {
      if (endpoint.state == EndpointState::removed) {
        if (std::find(without_messages.begin(), without_messages.end(), id) != without_messages.end()) part.remove(id);
        continue;
      }
      const auto retired = [&](const SigningSecret& it) { return it.retires_at && *it.retires_at <= context.now(); };
      if (std::any_of(endpoint.secrets.begin(), endpoint.secrets.end(), retired)) part.put(endpoint);
    }
    return Outcome::applied(0);
  };
}

Outcome TakeMessages::apply(engine::Workspace& workspace, Context&) const {
  const auto& taken = workspace.part<WebhooksPart>().taken();
  std::string places;
  for (std::size_t i = 0; i < messages_.size(); ++i)
    if (std::find(taken.begin(), taken.end(), messages_[i].key) != taken.end())
      places += fmt::format("{}{}", places.empty() ? "" : ",", i);
  return Outcome::applied(0, 0, "[" + places + "]");
}

Outcome ChangeMessages::apply(engine::Workspace& workspace, Context& context) const {
  auto& part = workspace.part<WebhooksPart>();
  for (const auto& attempt : attempts) part.record(attempt);
  for (const auto& key : again) part.send_again(key, context.now());
  for (const auto& key : given_up) part.give_up(key);
  for (const auto& key : forgotten) part.forget(key);
  return Outcome::applied(0);
}

}  // namespace ganbo::webhooks
