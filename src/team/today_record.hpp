// TodayRecord: what Today is made from, as the record holds it; implemented by store/. And SuggestionSource, by which
// a concept gives reasons of its own to turn to somebody.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "parties/business.hpp"
#include "parties/identifier.hpp"
#include "parties/party.hpp"
#include "platform/store/store.hpp"
#include "team/exposure.hpp"
#include "team/suggestion.hpp"

namespace ganbo::team {

// When it is asked, and where.
struct Asking {
  const parties::Business& business;
  Timestamp now;
  Day today() const { return business.zone.local_day(now); }
};

// Where suggestions come from: one concept's reasons to turn to somebody. Thread-safe. Bounded: it gives the few
// thousand that matter most, in a few statements.
class SuggestionSource {
 public:
  virtual ~SuggestionSource() = default;
  // Of parties that stand for themselves; those that have gone since are left out by who asks.
  virtual Result<std::vector<Suggestion>> suggest(store::Connection& connection, const Asking& asking) const = 0;
};

// A suggestion with what decides whether it is shown, and where.
struct Candidate {
  Suggestion suggestion;
  parties::Party party;
  events::Figures figures;
  std::vector<Exposure> exposures;  // of this suggestion, in order
};

// What a line says besides of a party.
struct LastTouchpoint {
  std::string type;
  Timestamp occurred_at;
  std::string payload;
  std::string direction;  // in, out, or empty
};
struct Acquaintance {
  std::optional<LastTouchpoint> last;
  std::string staff;  // who of us met them last, as the envelope says; empty: nobody is named
  std::vector<parties::Identifier> identifiers;
  std::vector<std::string> withdrawn;  // permissions, as `zalo:news`
  bool wants_no_contact = false;       // by any channel, for whatever
};

// Thread-safe.
class TodayRecord {
 public:
  virtual ~TodayRecord() = default;
  // Of all sources, in no order; none of a party that has merged, was erased or is nobody yet.
  virtual Result<std::vector<Candidate>> candidates(store::Connection& connection, const Asking& asking) const = 0;
  virtual Result<std::vector<Acquaintance>> acquaintances(store::Connection& connection,
                                                          const std::vector<PartyId>& parties) const = 0;
  // Whether there is, or was, such a party.
  virtual Result<bool> knows(store::Connection& connection, PartyId party) const = 0;
  // All that was made of suggestions about one party, in order.
  virtual Result<std::vector<Exposure>> exposures(store::Connection& connection, PartyId party) const = 0;
  // Goes on looking through all parties for those of whom nothing but their figures says that somebody should turn to
  // them: one slice. False when there is nothing to look through now. Called by one thread.
  virtual Result<bool> look_on(store::Connection& connection, const Asking& asking) = 0;
  // Whether all parties were looked through since the start.
  virtual bool has_looked_through() const = 0;
};

}  // namespace ganbo::team
