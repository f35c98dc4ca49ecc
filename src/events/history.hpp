// History: the fold of all of one party's events: what its card shows. A live event is folded onto what is there; a
// rebuild, a merge or an event that changes the past folds the whole history again. Both must give the same.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "events/order.hpp"
#include "events/participation.hpp"
#include "events/reporting.hpp"
#include "parties/party.hpp"

namespace ganbo::events {

// An event as the record keeps it.
struct StoredEvent {
  EventId id;
  PartyId party;
  PartyId origin_party;
  std::string type;
  Moment moment;
  Timestamp received_at;
  Day local_day;
  SourceId source;
  std::string envelope;       // JSON or empty
  std::string payload;        // JSON
  std::string claimed;        // identifiers this event attached to its party: JSON [["email","a@b.vn"],…] or empty
  std::string participation;  // of a copy on the card of somebody who took part: JSON, or empty
  Reporting reporting;
};

struct History {
  parties::Traits traits;
  std::set<std::string> roles;
  Figures figures;  // without orders until finish()
  std::map<std::string, Order, std::less<>> orders;
  Matters matters;
  std::vector<parties::Identifier> identifiers;  // sorted, once each
  std::vector<PartyId> origins;                  // of each: whom it was attached to

  // Any order of events gives the same history. Returns the amount that the event states.
  std::optional<Money> add(const StoredEvent& event, const EventTypes& types, Currency default_currency);
  void finish(Currency reporting_currency);

 private:
  std::optional<Money> add_own(const StoredEvent& event, const EventTypes& types, Currency default_currency);
};

// The parts that a live event shares with a rebuild. Returns whether the value of a trait changed.
bool fold_event(parties::Traits& traits, std::set<std::string>& roles, Figures& figures, const StoredEvent& event,
                const Facets& facets, std::string_view envelope_role);
// What a copy means on the card of who took part.
struct CopyMeaning {
  bool is_contact = true;
  std::optional<MatterChange> matter;  // the other side of a relation
};
CopyMeaning meaning_of_copy(const EventType& type, std::string_view payload, const Participation& participation,
                            Currency default_currency);
// The role an envelope was met in; empty when it says none.
std::string role_of_envelope(std::string_view envelope);

std::string claimed_json(const std::vector<parties::Identifier>& identifiers);
std::vector<parties::Identifier> claimed_of(std::string_view json);

}  // namespace ganbo::events
