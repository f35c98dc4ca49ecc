// Participation: who else took part in a touchpoint. It stands on the card of each of them, as a copy that says whose
// touchpoint it was. In two steps: the touchpoint is recorded and leaves a pending step for each participant, which
// files the copy (and makes a card for whoever was not known).
//
// What a copy does to a card: it is a contact, of the touchpoint's type, in the participant's role. What the touchpoint
// says of its own party (an order, a complaint, traits) it does not say of others. The name under which somebody took
// part is theirs until they are given one in any other way.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "events/figures.hpp"
#include "parties/party.hpp"
#include "platform/base/ids.hpp"
#include "platform/base/result.hpp"

namespace ganbo::events {

struct Participant {
  std::vector<parties::Identifier> identifiers;  // normalised and sorted; empty with `party`
  PartyId party;                                 // set when the card is known
  std::string name;
  std::string role;
};

struct ParticipantsRead {
  std::vector<Participant> participants;  // those that a card can be found for
  std::vector<Error> unusable;            // identifiers that name nobody, by their fields
};
// Of an envelope as it is kept. Whoever only has a name stays a name.
Result<ParticipantsRead> read_participants(std::string_view envelope, std::string_view path,
                                           std::string_view phone_region);

// Somebody as an envelope may name them.
struct Named {
  PartyId party;
  std::vector<parties::Identifier> called;
  std::string name;  // empty: by no name
};
// The envelope without the participants that are this one.
std::string without_participant(std::string_view envelope, const Named& named, std::string_view phone_region);

// What makes an event a copy: JSON kept with it.
struct Participation {
  EventId of;     // the touchpoint
  PartyId party;  // whose it was, when it was recorded; may have merged since
  std::string name;
  std::string role;

  std::string to_json() const;
  // Empty of an event that is no copy.
  static std::optional<Participation> from_json(std::string_view json);
};

// The part of the fold that a live copy shares with a rebuild. `is_contact`: of the touchpoint. Returns whether the
// value of a trait changed.
bool fold_participation(parties::Traits& traits, std::set<std::string>& roles, Figures& figures, std::string_view type,
                        bool is_contact, const Participation& participation, parties::Moment moment, SourceId source);

}  // namespace ganbo::events
