#include "events/record_participation.hpp"

#include "events/erase_party.hpp"
#include "events/events_part.hpp"
#include "events/record_event.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using parties::PartiesPart;

// What a pending step holds was written by us.
std::int64_t number_of(JsonObject object, std::string_view key) {
  std::int64_t value = 0;
  const auto problem = object.at_key(key).get(value);
  INVARIANT(!problem, "a pending participation without {}", key);
  return value;
}

}  // namespace

std::string RecordParticipation::body(const StoredEvent& touchpoint, const Participant& participant) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("of", touchpoint.id.value)
      .member("whose", touchpoint.party.value)
      .member("type", touchpoint.type)
      .member("occurred_at", touchpoint.moment.occurred_at.micros)
      .member("precedence", touchpoint.moment.precedence)
      .member("received_at", touchpoint.received_at.micros)
      .member("local_day", static_cast<std::int64_t>(touchpoint.local_day.days))
      .member("source", touchpoint.source.value);
  if (!touchpoint.envelope.empty()) json.key("envelope").raw(touchpoint.envelope);
  json.key("payload").raw(touchpoint.payload);
  if (participant.party) json.member("party", participant.party.value);
  json.key("identifiers").begin_array();
  for (const auto& identifier : participant.identifiers)
    json.begin_array().text(parties::facts_of(identifier.type).word).text(identifier.value).end_array();
  json.end_array();
  if (!participant.name.empty()) json.member("name", participant.name);
  if (!participant.role.empty()) json.member("role", participant.role);
  json.end_object();
  return out;
}

Result<std::unique_ptr<engine::Command>> RecordParticipation::from_body(const std::string& body) {
  const JsonElement document = TRY(parse_json(body, 0, "body"));
  JsonObject object;
  if (document.get(object)) return failure(ErrorCode::internal, "a pending participation that is no object");
  auto command = std::make_unique<RecordParticipation>();
  StoredEvent& copy = command->copy;
  copy.type = text_of(object, "type");
  copy.moment = {{number_of(object, "occurred_at")}, number_of(object, "precedence")};
  copy.received_at = {number_of(object, "received_at")};
  copy.local_day = {static_cast<std::int32_t>(number_of(object, "local_day"))};
  copy.source = {number_of(object, "source")};
  JsonElement part;
  if (!object.at_key("envelope").get(part)) copy.envelope = simdjson::minify(part);
  if (object.at_key("payload").get(part))
    return failure(ErrorCode::internal, "a pending participation without payload");
  copy.payload = simdjson::minify(part);
  Participant& participant = command->participant;
  participant.name = text_of(object, "name");
  participant.role = text_of(object, "role");
  std::int64_t party = 0;
  if (!object.at_key("party").get(party)) participant.party = {party};
  if (!object.at_key("identifiers").get(part)) participant.identifiers = claimed_of(simdjson::minify(part));
  command->participation = {
      {number_of(object, "of")}, {number_of(object, "whose")}, participant.name, participant.role};
  return std::unique_ptr<engine::Command>(std::move(command));
}

void RecordParticipation::want(engine::Workspace& workspace) const {
  auto& parties = workspace.part<PartiesPart>();
  parties.want(participation.party);
  if (participant.party) parties.want(participant.party);
  if (!participant.identifiers.empty()) parties.want(participant.identifiers);
}

std::vector<std::uint64_t> RecordParticipation::subjects() const {
  std::vector<std::uint64_t> subjects{engine::subject_of(participation.party.value)};
  if (participant.party) subjects.push_back(engine::subject_of(participant.party.value));
  parties::add_subjects(participant.identifiers, subjects);
  return subjects;
}

void RecordParticipation::add_found(engine::Workspace& workspace, std::vector<std::uint64_t>& subjects) const {
  workspace.part<PartiesPart>().add_owners(participant.identifiers, subjects);
}

engine::Outcome RecordParticipation::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<PartiesPart>();
  if (const auto* took_part = participant.party ? parties.find(participant.party) : nullptr;
      took_part != nullptr && took_part->erased_at.micros != 0) {
    // The touchpoint was recorded while they were erased: it forgets them as those before it did.
    ForgetParticipant forget;
    forget.on.party = participation.party;
    forget.touchpoint = participation.of;
    forget.occurred_at = copy.moment.occurred_at;
    forget.erased = participant.party;
    forget.name = participant.name;
    forget.phone_region = workspace.part<EventsPart>().business().phone_region;
    workspace.leave_pending({ForgetParticipant::kind, forget.body(), {}});
    return engine::Outcome::applied(0, took_part->id.value);
  }
  // Who is named by their card is called nothing new by it.
  static const std::vector<parties::Identifier> nothing;
  auto filed =
      file_event(workspace, context, participant.party, participant.party ? nothing : participant.identifiers, nullptr);
  if (!filed.ok()) return engine::Outcome::refused(std::move(filed).error());
  // Who met themselves met nobody else.
  if (parties.find(participation.party) == filed->card) return engine::Outcome::applied(0, filed->card->id.value);
  StoredEvent event = copy;
  event.id = context.next_id<EventId>();
  event.party = filed->card->id;
  event.origin_party = filed->origin;
  event.claimed = claimed_json(filed->resolution.attach);
  event.participation = participation.to_json();
  const EventId id = event.id;
  workspace.part<EventsPart>().record_copy(*filed->card, std::move(event), participation);
  return engine::Outcome::applied(id.value, filed->card->id.value);
}

}  // namespace ganbo::events
