#include "events/erase_party.hpp"

#include <algorithm>
#include <set>

#include "events/redaction.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using parties::Identifier;
using parties::PartiesPart;
using parties::Party;

void write_identifiers(JsonWriter& json, std::string_view key, const std::vector<Identifier>& identifiers) {
  json.key(key).begin_array();
  for (const auto& identifier : identifiers)
    json.begin_array().text(parties::facts_of(identifier.type).word).text(identifier.value).end_array();
  json.end_array();
}

std::vector<Identifier> identifiers_in(JsonObject object, std::string_view key) {
  JsonElement list;
  if (object.at_key(key).get(list)) return {};
  return claimed_of(simdjson::minify(list));
}

}  // namespace

void EraseParty::want(engine::Workspace& workspace) const {
  workspace.part<PartiesPart>().want(party);
  workspace.part<EventsPart>().want_history(party);
}

engine::Outcome EraseParty::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<PartiesPart>();
  auto& events = workspace.part<EventsPart>();
  Party* card = parties.find(party);
  if (card == nullptr) return engine::Outcome::refused(failure(ErrorCode::not_found, "There is no such party."));
  if (card->erased_at.micros != 0)
    return engine::Outcome::refused(failure(ErrorCode::conflict, "This party was erased before."));
  std::set<PartyId> members{card->id};
  ForgetParticipant forget;
  forget.erased = card->id;
  forget.called = *card->identifiers;
  forget.phone_region = phone_region;
  for (const StoredEvent& event : events.history_of(card->id)) {
    members.insert(event.origin_party);
    forget.occurred_at = event.moment.occurred_at;
    if (const auto participation = Participation::from_json(event.participation)) {
      forget.touchpoint = participation->of;
      forget.on = {};
      forget.on.party = participation->party;
      forget.name = participation->name;
      forget.whole = false;
      workspace.leave_pending({ForgetParticipant::kind, forget.body(), {}});
    } else {
      const auto read = read_participants(event.envelope, "envelope", phone_region);
      for (const auto& participant : read.ok() ? read->participants : std::vector<Participant>()) {
        forget.touchpoint = event.id;
        forget.on = participant;
        forget.name.clear();
        forget.whole = true;
        workspace.leave_pending({ForgetParticipant::kind, forget.body(), {}});
      }
    }
    events.redact(event, Redact::whole);
  }
  events.forget_waiting(card->id);
  events.refold(*card);
  parties.erase({card->id, {members.begin(), members.end()}, context.now(), user, source});
  return engine::Outcome::applied(card->id.value, card->id.value);
}

std::string ForgetParticipant::body() const {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  if (on.party) json.member("party", on.party.value);
  write_identifiers(json, "identifiers", on.identifiers);
  json.member("touchpoint", touchpoint.value)
      .member("occurred_at", occurred_at.micros)
      .member("whole", whole)
      .member("erased", erased.value)
      .member("name", name)
      .member("phone_region", phone_region);
  write_identifiers(json, "called", called);
  json.end_object();
  return out;
}

Result<std::unique_ptr<engine::Command>> ForgetParticipant::from_body(const std::string& body) {
  const JsonElement document = TRY(parse_json(body, 0, "body"));
  JsonObject object;
  if (document.get(object)) return failure(ErrorCode::internal, "a pending erasure that is no object");
  auto command = std::make_unique<ForgetParticipant>();
  const auto number = [&](std::string_view key) {
    std::int64_t value = 0;
    return object.at_key(key).get(value) ? 0 : value;
  };
  command->on.party = {number("party")};
  command->on.identifiers = identifiers_in(object, "identifiers");
  command->touchpoint = {number("touchpoint")};
  command->occurred_at = {number("occurred_at")};
  if (object.at_key("whole").get(command->whole))
    return failure(ErrorCode::internal, "a pending erasure without whole");
  command->erased = {number("erased")};
  command->called = identifiers_in(object, "called");
  command->name = text_of(object, "name");
  command->phone_region = text_of(object, "phone_region");
  return std::unique_ptr<engine::Command>(std::move(command));
}

void ForgetParticipant::want(engine::Workspace& workspace) const {
  auto& parties = workspace.part<PartiesPart>();
  if (on.party) parties.want(on.party);
  if (!on.identifiers.empty()) parties.want(on.identifiers);
  workspace.part<EventsPart>().want_moment(on, occurred_at);
}

engine::Outcome ForgetParticipant::apply(engine::Workspace& workspace, engine::Context&) const {
  auto& events = workspace.part<EventsPart>();
  const Party* card = events.card_of(on);
  if (card == nullptr) return engine::Outcome::applied(0);  // was erased meanwhile
  for (StoredEvent event : events.moment_of(card->id, occurred_at)) {
    const auto participation = Participation::from_json(event.participation);
    const bool original = event.id == touchpoint;
    if (!original && !(participation && participation->of == touchpoint)) continue;
    if (whole) {
      events.redact(event, Redact::text);
      continue;
    }
    event.envelope = without_participant(event.envelope, {erased, called, name}, phone_region);
    // The copies of the others name that person too.
    const auto left = original ? read_participants(event.envelope, "envelope", phone_region)
                               : Result<ParticipantsRead>(ParticipantsRead{});
    events.redact(event, Redact::nothing);
    if (!left.ok()) continue;
    for (const auto& participant : left->participants) {
      ForgetParticipant further = *this;
      further.name = name;
      further.on = participant;
      workspace.leave_pending({kind, further.body(), {}});
    }
  }
  return engine::Outcome::applied(0, card->id.value);
}

}  // namespace ganbo::events
