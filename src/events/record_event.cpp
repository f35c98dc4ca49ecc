#include "events/record_event.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/merge_parties.hpp"
#include "events/record_participation.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using parties::Kind;
using parties::PartiesPart;
using parties::Party;

// What a client should know beside the ids: identifiers that were left out, parties that may be the same.
std::string detail_of(const parties::Resolution& resolution, const std::vector<QuarantinedValue>& quarantined) {
  if (resolution.over_limit.empty() && resolution.suggestions.empty() && quarantined.empty()) return {};
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  if (!resolution.over_limit.empty()) {
    json.key("not_attached").begin_array();
    for (const auto& identifier : resolution.over_limit)
      json.text(parties::facts_of(identifier.type).word);  // kept for ever: no values
    json.end_array();
  }
  if (!resolution.suggestions.empty()) {
    json.key("may_be_the_same_as").begin_array();
    for (const auto& suggestion : resolution.suggestions) json.text(suggestion.other.text());
    json.end_array();
  }
  if (!quarantined.empty()) {
    json.key("quarantined").begin_array();
    for (const auto& value : quarantined) json.text(value.field);
    json.end_array();
  }
  json.end_object();
  return out;
}

// A JSON object with one more member, whose value needs no escaping.
std::string with_member(std::string_view object, std::string_view name, std::string_view value) {
  const bool empty = object == "{}";
  return fmt::format(R"({}{}"{}":"{}"}})", object.substr(0, object.size() - 1), empty ? "" : ",", name, value);
}

Facets facets_of(const EventType& type, std::string_view payload, Currency default_currency) {
  const auto document = parse_json(payload, 1, "payload");
  JsonObject object;
  INVARIANT(document.ok() && !document->get(object), "a payload that is not JSON: {}", payload.substr(0, 200));
  return type.facets(object, default_currency);
}

// Two known users under one alias are not merged: a person decides. The former id then names that user, no browser.
void suggest_former(parties::Resolution& resolution, const Party& other, const parties::Identifier& former) {
  std::erase_if(resolution.attach, [&](const parties::Identifier& i) {
    return i.type == parties::IdentifierType::anonymous_id && i.value == former.value;
  });
  const bool suggested = std::any_of(resolution.suggestions.begin(), resolution.suggestions.end(),
                                     [&](const auto& s) { return s.other == other.id; });
  if (other.id != resolution.party && !suggested) resolution.suggestions.push_back({other.id, former});
}

}  // namespace

void RecordEvent::want(engine::Workspace& workspace) const {
  auto& parties = workspace.part<PartiesPart>();
  if (party) parties.want(party);
  if (!identifiers.empty()) parties.want(identifiers);
  if (former) parties.want(std::span(&*former, 1));
  for (const auto& participant : participants) {
    if (participant.party) parties.want(participant.party);
    if (!facets.other_side.empty() && !participant.identifiers.empty()) parties.want(participant.identifiers);
  }
  if (organisation) organisation->want(workspace);
  if (organisation || seen_matter_told_at) workspace.part<EventsPart>().want_matters({identifiers, party, {}, {}});
  if (facets.order) workspace.part<EventsPart>().want_order(identifiers, party, facets.order->order_id);
}

std::vector<std::uint64_t> RecordEvent::subjects() const {
  if (party) return {engine::subject_of(party.value)};
  std::vector<std::uint64_t> known_by;
  known_by.reserve(identifiers.size());
  parties::add_subjects(identifiers, known_by);
  return known_by;
}

void RecordEvent::add_found(engine::Workspace& workspace, std::vector<std::uint64_t>& subjects) const {
  const auto& parties = workspace.part<PartiesPart>();
  parties.add_owners(identifiers, subjects);
  if (former) parties.add_owners(std::span(&*former, 1), subjects);
  if (facets.other_side.empty()) return;
  for (const auto& participant : participants) {
    if (participant.party) subjects.push_back(engine::subject_of(participant.party.value));
    parties.add_owners(participant.identifiers, subjects);
  }
}

Result<Filed> file_event(engine::Workspace& workspace, engine::Context& context, PartyId party,
                         const std::vector<parties::Identifier>& identifiers, const parties::Identifier* former) {
  auto& parties = workspace.part<PartiesPart>();
  Filed filed;
  if (party) {
    filed.card = parties.find(party);
    if (filed.card == nullptr) return failure(ErrorCode::not_found, "There is no such party.");
    if (filed.card->erased_at.micros != 0)
      return failure(ErrorCode::conflict, "This party was erased; nothing more is recorded about them.");
    filed.origin = parties.stands_for(party) == filed.card ? party : filed.card->id;
    if (identifiers.empty()) return filed;
    filed.resolution = parties.resolve_onto(*filed.card, identifiers);
  } else {
    filed.resolution = parties.resolve_identifiers(identifiers);
    if (const Party* other = former != nullptr ? parties.claimed_by(*former) : nullptr; other != nullptr)
      suggest_former(filed.resolution, *other, *former);
    filed.card = filed.resolution.party ? parties.find(filed.resolution.party)
                                        : &parties.create(context.next_id<PartyId>(), Kind::anonymous, context.now());
    filed.origin = parties.origin_of(identifiers, *filed.card);
  }
  const parties::Resolution& resolution = filed.resolution;
  for (const auto& identifier : resolution.attach) parties.claim(*filed.card, filed.origin, identifier, context.now());
  for (const auto& suggestion : resolution.suggestions) parties.suggest(*filed.card, suggestion, context.now());
  for (const auto from : resolution.join) {
    workspace.leave_pending({JoinParties::kind, JoinParties::body(from, filed.card->id), {}});
    parties.joining(from, filed.card->id);
  }
  return filed;
}

Result<PartyId> RecordEvent::other_side(parties::PartiesPart& parties) const {
  const Participant& participant = participants.front();
  const Party* other = participant.party ? parties.find(participant.party) : nullptr;
  for (const auto& identifier : participant.identifiers)
    if (other == nullptr) other = parties.claimed_by(identifier);
  if (other == nullptr) return invalid("properties.with", "known", "Nobody is known so; record them first.");
  const bool same = (party && parties.find(party) == other) ||
                    std::any_of(identifiers.begin(), identifiers.end(), [&](const parties::Identifier& identifier) {
                      return parties.claimed_by(identifier) == other;
                    });
  if (same) return invalid("properties.with", "different", "Nobody has a relation to themselves.");
  return other->id;
}

Result<void> RecordEvent::check_seen(parties::PartiesPart& parties) const {
  const Party* card = party && !seen.empty() ? parties.find(party) : nullptr;
  if (card == nullptr) return {};
  const auto text_of = [](std::string_view of, const parties::Traits& traits) -> std::string {
    const parties::Trait* trait = traits.find(of);
    if (trait == nullptr || trait->is_none()) return {};
    return trait->value_json.starts_with('"') ? traits.text(of) : trait->value_json;
  };
  parties::Traits said;
  for (const auto& [trait, value] : facets.traits) said.put(trait, value, moment, source);
  for (const auto& [trait, text] : seen) {
    const std::string now = text_of(trait, card->traits);
    if (now != text && now != text_of(trait, said))
      return Error{ErrorCode::conflict,
                   "Somebody has changed this since the card was read. Read it again, then say what holds.",
                   fmt::format("traits.{}", trait), "seen"};
  }
  return {};
}

Result<void> RecordEvent::check_seen_matter(parties::PartiesPart& parties, const EventsPart& events,
                                            PartyId other) const {
  const Party* card = party && seen_matter_told_at && facets.matter ? parties.find(party) : nullptr;
  if (card == nullptr) return {};
  const auto& [kind, number] = std::tie(facets.matter->kind, facets.matter->number);
  const Matter now = events.matter(card->id, kind, number.empty() && other ? other.text() : number);
  Timestamp told_at;
  if (now.opened) told_at = now.opened->moment.occurred_at;
  if (now.closed) told_at = std::max(told_at, now.closed->occurred_at);
  if (told_at == *seen_matter_told_at) return {};
  return Error{ErrorCode::conflict,
               "Somebody has told something else of this since the card was read. Read it again, then say what holds.",
               "seen", "seen"};
}

bool RecordEvent::is_new_to(const EventsPart& events, const Party& card, PartyId joined) const {
  if (joined == card.id) return false;
  const Matter known = events.matter(card.id, "works_for", joined.text());
  const bool holds = known.is_open() && (!known.opened->due || *known.opened->due >= local_day);
  return !holds;
}

engine::Outcome RecordEvent::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<PartiesPart>();
  auto& events = workspace.part<EventsPart>();
  const bool is_relation = !facets.other_side.empty();
  PartyId other;
  if (is_relation) {
    auto found = other_side(parties);
    if (!found.ok()) return engine::Outcome::refused(std::move(found).error());
    other = *found;
  }
  for (std::size_t i = 0; i < participants.size(); ++i) {
    if (!participants[i].party) continue;
    const std::string field = fmt::format("envelope.participants[{}].party", i);
    const Party* took_part = parties.find(participants[i].party);
    if (took_part == nullptr) return engine::Outcome::refused(invalid(field, "known", "There is no such party."));
    if (took_part->erased_at.micros != 0)
      return engine::Outcome::refused(
          invalid(field, "erased", "This party was erased; nothing more is recorded about them."));
  }
  if (const auto as_seen = check_seen(parties); !as_seen.ok()) return engine::Outcome::refused(as_seen.error());
  if (const auto as_seen = check_seen_matter(parties, events, other); !as_seen.ok())
    return engine::Outcome::refused(as_seen.error());
  // Ids rise with time.
  if (only_after)
    if (const PartyId known = parties.resolve_identifiers(identifiers).party; known && known < only_after)
      return engine::Outcome::refused(Error{ErrorCode::conflict,
                                            "Whoever is known by this was known before and is left as they are.", "",
                                            std::string(known_rule)});
  if (organisation) {
    auto said = organisation->apply(workspace, context);
    if (said.status != engine::Status::applied) return said;
    other = {said.party_id};
  }
  auto filed = file_event(workspace, context, party, identifiers, former ? &*former : nullptr);
  if (!filed.ok()) return engine::Outcome::refused(std::move(filed).error());
  Party& card = *filed->card;

  StoredEvent event;
  event.id = context.next_id<EventId>();
  event.party = card.id;
  event.origin_party = filed->origin;
  event.type = type->describe().type;
  event.moment = moment;
  event.received_at = received_at;
  event.local_day = local_day;
  event.source = source;
  event.envelope = envelope;
  event.payload = payload;
  event.claimed = claimed_json(filed->resolution.attach);
  // Whom a relation is with is a fact of it: nobody is looked up again.
  std::optional<Facets> meaning;  // where it is not what was read
  const bool joins = organisation && is_new_to(events, card, other);
  if (joins || (is_relation && facets.matter->number.empty())) {
    event.payload = with_member(payload, "with", other.text());
    meaning = facets_of(*type, event.payload, events.business().currency);
  }
  if (joins) {
    Participant joined;
    joined.party = other;
    workspace.leave_pending({RecordParticipation::kind, RecordParticipation::body(event, joined), {}});
  }
  for (const auto& participant : participants)
    workspace.leave_pending({RecordParticipation::kind, RecordParticipation::body(event, participant), {}});
  const EventId id = event.id;
  std::string detail = detail_of(filed->resolution, quarantined);
  events.quarantine(event, quarantined, context.now() + quarantine_wait);
  events.record(card, std::move(event), meaning ? *meaning : facets, envelope_role);
  // What waits stands where its event stands now: the history may have moved since it was looked up.
  if (releases) events.release({card.id, releases->event, releases->field});
  return engine::Outcome::applied(id.value, card.id.value, std::move(detail));
}

void RepairParty::want(engine::Workspace& workspace) const { workspace.part<PartiesPart>().want_parted(party); }

engine::Outcome RepairParty::apply(engine::Workspace& workspace, engine::Context&) const {
  workspace.part<PartiesPart>().restore_merge(party);
  workspace.part<EventsPart>().repair(party);
  return engine::Outcome::applied(party.value, party.value);
}

void ReleaseClaim::want(engine::Workspace& workspace) const { workspace.part<PartiesPart>().want(party); }

engine::Outcome ReleaseClaim::apply(engine::Workspace& workspace, engine::Context&) const {
  auto& parties = workspace.part<PartiesPart>();
  const Party* owner = parties.find(party);
  if (owner != nullptr && owner->id == party &&
      std::find(owner->identifiers->begin(), owner->identifiers->end(), identifier) != owner->identifiers->end())
    return engine::Outcome::refused(failure(ErrorCode::conflict, "The party has the identifier by now."));
  parties.release(identifier, party);
  return engine::Outcome::applied(party.value, party.value);
}

}  // namespace ganbo::events
