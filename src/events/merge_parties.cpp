#include "events/merge_parties.hpp"

#include "platform/base/invariant.hpp"

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

std::vector<std::uint64_t> MergeParties::subjects() const { return {engine::subject_of(into.value)}; }

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
  return engine::Outcome::applied(id.value, card.value);
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
