// RecordEvent: an event becomes part of a card.
#pragma once

#include <string>
#include <vector>

#include "events/events_part.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

// How far in the future an event may be dated: clocks differ, plans are not events.
inline constexpr Duration future_max = days(1);
inline constexpr Duration quarantine_wait = days(90);

// Whose card an event stands on, and whom it came to.
struct Filed {
  parties::Party* card = nullptr;
  PartyId origin;
  parties::Resolution resolution;
};
// Finds or makes the card, by its id or by identifiers; attaches identifiers, files suggestions and leaves the joins
// pending that follow. `former`: another name, by which somebody else may be known. An error when there is no card of
// that id; nothing is staged then.
Result<Filed> file_event(engine::Workspace& workspace, engine::Context& context, PartyId party,
                         const std::vector<parties::Identifier>& identifiers, const parties::Identifier* former);

// What somebody saw on a card who says anew what holds.
struct SeenTrait {
  std::string name;
  std::string text;  // of a text what it says, else its JSON; empty: no value
};

// Of an error: nothing was told, since the party was known before.
inline constexpr std::string_view known_rule = "known_before";

class RecordEvent final : public engine::Command {
 public:
  const EventType* type = nullptr;
  std::vector<parties::Identifier>
      identifiers;  // normalised and sorted; with `party`, what the card is called from now on
  PartyId party;    // set when the card is known
  std::optional<parties::Identifier> former;  // of an alias: when somebody else is known by it, the two may be one
  Moment moment;
  Timestamp received_at;
  Day local_day;
  SourceId source;
  std::string payload;
  std::string envelope;  // JSON, or empty
  std::string envelope_role;
  Facets facets;
  std::vector<QuarantinedValue> quarantined;
  std::vector<Participant> participants;
  std::unique_ptr<RecordEvent> organisation;  // of a group call: what is said about the organisation, recorded with it
  std::vector<SeenTrait> seen;                // of `party`; another value by now: somebody was faster
  // When what was seen of the matter that it tells of, on the card of `party`, was told; 0: nothing was seen.
  std::optional<Timestamp> seen_matter_told_at;
  PartyId only_after;                     // whoever is known by an older card is left as they are; 0: nobody
  std::optional<QuarantineKey> releases;  // a replay: the waiting value it takes the place of

  void want(engine::Workspace& workspace) const override;
  // Outcome: subject_id is the event, party_id its party; detail says what was left out or suggested.
  // Refused when a party named by id does not exist or was erased, or a relation's other side is nobody known; as a
  // conflict (rule "seen") when a trait is not what was seen and not what is said now, or something else was told of
  // the matter since, or (rule known_rule) when somebody is left as they are.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  // By the party where it is known, else by the strongest identifier: most of what one person does comes under it.
  std::vector<std::uint64_t> subjects() const override;
  void add_found(engine::Workspace& workspace, std::vector<std::uint64_t>& subjects) const override;

 private:
  Result<void> check_seen(parties::PartiesPart& parties) const;
  // `other`: of a relation, whose number it is.
  Result<void> check_seen_matter(parties::PartiesPart& parties, const EventsPart& events, PartyId other) const;
  // Of a relation: the card of the other side.
  Result<PartyId> other_side(parties::PartiesPart& parties) const;
  // Of a group call: whether `card`, as far as is known, did not belong to the organisation `joined` before.
  bool is_new_to(const EventsPart& events, const parties::Party& card, PartyId joined) const;
};

// Folds a party's history again and writes what comes out, identifiers included: `ganbo rebuild --repair`. Of a party
// that does not exist it removes what stands under its id.
class RepairParty final : public engine::Command {
 public:
  PartyId party;
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

// Removes a claim unless its party has the identifier by now: `ganbo rebuild --repair`.
class ReleaseClaim final : public engine::Command {
 public:
  parties::Identifier identifier;
  PartyId party;
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

}  // namespace ganbo::events
