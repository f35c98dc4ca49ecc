#include "events/merge_parties.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/precedence.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using parties::Decision;
using parties::Kind;
using parties::Merge;
using parties::MergeKind;
using parties::PartiesPart;
using parties::Party;

engine::Outcome refuse(Error error) { return engine::Outcome::refused(std::move(error)); }

bool is_one_thing(Kind a, Kind b) { return a == b || a == Kind::anonymous || b == Kind::anonymous; }

}  // namespace

std::string JoinParties::body(PartyId from, PartyId to) { return from.text() + ' ' + to.text(); }

Result<std::unique_ptr<engine::Command>> JoinParties::from_body(const std::string& body) {
  const auto space = body.find(' ');
  if (space == std::string::npos) return failure(ErrorCode::internal, "two ids expected");
  auto command = std::make_unique<JoinParties>();
  command->from = TRY(parse_id<PartyId>(std::string_view(body).substr(0, space), "from"));
  command->to = TRY(parse_id<PartyId>(std::string_view(body).substr(space + 1), "to"));
  return std::unique_ptr<engine::Command>(std::move(command));
}

void JoinParties::want(engine::Workspace& workspace) const {
  workspace.part<PartiesPart>().want(from);
  workspace.part<PartiesPart>().want(to);
}

std::vector<std::uint64_t> JoinParties::subjects() const {
  return {engine::subject_of(to.value), engine::subject_of(from.value)};
}

engine::Outcome JoinParties::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<PartiesPart>();
  Party* source = parties.find(from);
  Party* target = parties.find(to);
  const bool still_anonymous = source != nullptr && parties::is_unidentified(*source->identifiers);
  if (target == nullptr || source == target || !still_anonymous)
    return refuse(failure(ErrorCode::conflict, "The anonymous party has joined somebody already."));
  parties.absorb({.id = context.next_id<MergeId>(),
                  .from = source->id,
                  .into = target->id,
                  .kind = MergeKind::join,
                  .merged_at = context.now()});
  workspace.part<EventsPart>().refile(*source);
  workspace.part<EventsPart>().refold(*target);
  return engine::Outcome::applied(target->id.value, target->id.value);
}

void MergeParties::want(engine::Workspace& workspace) const {
  workspace.part<PartiesPart>().want(from);
  workspace.part<PartiesPart>().want(into);
}

std::vector<std::uint64_t> MergeParties::subjects() const {
  return {engine::subject_of(into.value), engine::subject_of(from.value)};
}

engine::Outcome MergeParties::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<PartiesPart>();
  Party* joins = parties.find(from);
  Party* stays = parties.find(into);
  if (stays == nullptr) return refuse(failure(ErrorCode::not_found, "There is no such party."));
  if (joins == nullptr) return refuse(invalid("party", "known", "There is no such party."));
  if (joins->erased_at.micros != 0 || stays->erased_at.micros != 0)
    return refuse(invalid("party", "erased", "One of them was erased; what is left of them is nobody's any more."));
  if (joins == stays) return refuse(invalid("party", "different", "They are one party already."));
  if (!is_one_thing(joins->kind, stays->kind))
    return refuse(
        invalid("party", "kind",
                "One is a person and the other an organisation. If one of them is wrong, change its kind first."));
  Timestamp kept_at = context.now();
  auto kept_of_joins = kept_of(*joins, *stays, kept_at);
  if (!kept_of_joins.ok()) return refuse(std::move(kept_of_joins).error());
  auto kept_of_stays = kept_of(*stays, *joins, kept_at);
  if (!kept_of_stays.ok()) return refuse(std::move(kept_of_stays).error());
  const MergeId id = context.next_id<MergeId>();
  const PartyId card = stays->id;
  parties.decide(joins->id, card, Decision::merged, context.now());
  if (joins->id != from || card != into) parties.decide(from, into, Decision::merged, context.now());
  parties.absorb({.id = id,
                  .from = joins->id,
                  .into = card,
                  .kind = MergeKind::merge,
                  .name = joins->name,
                  .merged_at = context.now(),
                  .user = user,
                  .source = source,
                  .reason = reason});
  workspace.part<EventsPart>().refile(*joins);
  workspace.part<EventsPart>().refold(*stays);
  tell_anew(workspace, context, *stays, joins->id, *kept_of_joins, kept_at);
  tell_anew(workspace, context, *stays, card, *kept_of_stays, kept_at);
  return engine::Outcome::applied(id.value, card.value);
}

Result<std::string> MergeParties::kept_of(const Party& one, const Party& other, Timestamp& at) const {
  std::string told;
  JsonWriter json(told);
  json.begin_object();
  for (const auto& [trait, of] : keeps) {
    if (of != one.id) {
      if (of != other.id)
        return invalid(fmt::format("keeps.{}", trait), "choice",
                       "It must be the id of one of the two that become one.");
      continue;
    }
    const parties::Trait* known = one.traits.find(trait);
    const std::string composed = trait == "name" && known == nullptr ? parties::given_name(one.traits) : std::string();
    if (known == nullptr && composed.empty())
      return invalid(fmt::format("keeps.{}", trait), "known", "This party has no such value to keep.");
    if (known != nullptr)
      json.key(trait).raw(known->value_json);
    else
      json.member(trait, composed);
    if (const auto* rival = other.traits.find(trait); rival != nullptr && rival->moment.occurred_at >= at)
      at = {rival->moment.occurred_at.micros + 1};
  }
  json.end_object();
  return told;
}

void MergeParties::tell_anew(engine::Workspace& workspace, engine::Context& context, Party& card, PartyId origin,
                             const std::string& payload, Timestamp at) const {
  if (payload == "{}") return;
  auto& events = workspace.part<EventsPart>();
  const auto document = parse_json(payload, 1, "payload");
  JsonObject told;
  INVARIANT(document.ok() && !document->get(told), "what is kept is not JSON: {}", payload.substr(0, 200));
  const Facets facets = identify->facets(told, events.business().currency);
  StoredEvent event;
  event.id = context.next_id<EventId>();
  event.party = card.id;
  event.origin_party = origin;
  event.type = identify->describe().type;
  event.moment = {at, live_precedence(identify->describe().step, static_cast<std::uint64_t>(event.id.value) << 1)};
  event.received_at = context.now();
  event.local_day = events.business().zone.local_day(at);
  event.source = source;
  if (!staff.empty()) JsonWriter(event.envelope).begin_object().member("staff", staff).end_object();
  event.payload = payload;
  events.record(card, std::move(event), facets, {});
}

void UndoMerge::want(engine::Workspace& workspace) const { workspace.part<PartiesPart>().want_parted(from); }

std::vector<std::uint64_t> UndoMerge::subjects() const { return {engine::subject_of(from.value)}; }

engine::Outcome UndoMerge::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<PartiesPart>();
  const Merge* found = parties.merge(from, merge);
  if (found == nullptr) return refuse(failure(ErrorCode::not_found, "There is no such merge."));
  if (found->kind == MergeKind::join)
    return refuse(invalid("merge", "kind",
                          "A visitor who was recognised cannot be parted again; only what a person merged can."));
  if (found->undone_at) return refuse(failure(ErrorCode::conflict, "This merge was undone before."));
  Party* card = parties.stands_for(from);
  INVARIANT(card != nullptr && card->id != from, "merge {} of party {} left no trace", merge.value, from.value);
  if (card->erased_at.micros != 0)
    return refuse(invalid("merge", "erased", "They were erased; what is left cannot be told apart."));
  const Merge undone = *found;
  parties.part(undone, user, context.now());
  parties.decide(from, undone.into, Decision::apart, context.now());
  workspace.part<EventsPart>().refile(*card);
  workspace.part<EventsPart>().refold(*parties.at(from));
  return engine::Outcome::applied(merge.value, from.value);
}

void KeepApart::want(engine::Workspace& workspace) const {
  workspace.part<PartiesPart>().want(party);
  workspace.part<PartiesPart>().want(other);
}

engine::Outcome KeepApart::apply(engine::Workspace& workspace, engine::Context& context) const {
  if (workspace.part<PartiesPart>().at(party) == nullptr)
    return refuse(failure(ErrorCode::not_found, "There is no such party."));
  if (workspace.part<PartiesPart>().at(other) == nullptr)
    return refuse(invalid("other", "known", "There is no such party."));
  workspace.part<PartiesPart>().decide(party, other, Decision::apart, context.now());
  return engine::Outcome::applied(party.value, party.value);
}

}  // namespace ganbo::events
