// CardRecord: cards, lists and timelines as the record holds them; implemented by store/. Each call is one or a few
// statements on a reader's connection.
#pragma once

#include "card/cards.hpp"
#include "card/icalendar.hpp"
#include "card/list/party_table.hpp"
#include "card/list/saved_view.hpp"
#include "card/relation_graph.hpp"
#include "parties/merge.hpp"
#include "platform/store/store.hpp"

namespace ganbo::card {

// Named parties by name; then, where the range begins with nothing, those without a name, as they became known.
struct ListQuery {
  std::string from_key;    // inclusive lower bound of the folded name
  std::string before_key;  // exclusive upper bound
  std::string after_key;   // cursor: the last row of the page before
  PartyId after_id;
  std::optional<parties::Kind> kind;
  std::int64_t limit = 50;
  bool with_traits = false;
};

// Parties that have a value under a field of the business, in the order in which they became known.
struct ValueQuery {
  std::string field;
  std::string value;  // parties::value_key()
  PartyId after;
  std::int64_t limit = 50;
};

struct TimelineQuery {
  PartyId party;
  Timestamp before_at;
  EventId before_id;
  std::string type;  // empty: all
  std::int64_t limit = 50;
};
// The entry's `source` is not filled.
struct TimelineRow {
  TimelineEntry entry;
  SourceId source;
  // What else the fold goes by (events::StoredEvent).
  std::int64_t precedence = 0;
  std::string claimed;
  std::string participation;
};

// Two that may be one party, or live together: cards as they stand, and what they share. `filed_for` and `filed_other`
// are the parties that the suggestion was about, which may have merged since.
struct SuggestedPair {
  PartyId filed_for;
  PartyId filed_other;
  ListedParty party;
  ListedParty other;
  std::optional<parties::Identifier> shared;  // none: what is known of them agrees
  Timestamp filed_at;
  double odds = 0;       // that it is so (src/linkage); 0: they were not compared
  std::string evidence;  // JSON; empty: likewise
};

// Thread-safe.
class CardRecord {
 public:
  virtual ~CardRecord() = default;
  // not_found when there is none; follows merges.
  // `today`: by which it is said who works for an organisation now.
  virtual Result<Card> card(store::Connection& connection, PartyId id, Day today) const = 0;
  // Whom the party stands for now.
  virtual Result<PartyId> standing(store::Connection& connection, PartyId id) const = 0;
  // The row of a list; empty for anonymous and merged parties.
  virtual Result<std::optional<ListedParty>> listed(store::Connection& connection, PartyId id) const = 0;
  virtual Result<std::vector<ListedParty>> list(store::Connection& connection, const ListQuery& query) const = 0;
  // With their traits.
  virtual Result<std::vector<ListedParty>> list(store::Connection& connection, const ValueQuery& query) const = 0;
  // Rows of the list in the order given; those that stand in no list are left out.
  virtual Result<std::vector<ListedParty>> listed(store::Connection& connection,
                                                  const std::vector<PartyId>& ids) const = 0;
  // All parties by rising id, some at a time: at most `count_max` behind `after`.
  virtual Result<std::vector<TableParty>> table_after(store::Connection& connection, PartyId after,
                                                      std::int64_t count_max) const = 0;
  // Some of them. Those that are gone have no name, no kind and are not listed.
  virtual Result<std::vector<TableParty>> table_of(store::Connection& connection,
                                                   const std::vector<PartyId>& ids) const = 0;
  virtual Result<std::vector<TimelineRow>> timeline(store::Connection& connection,
                                                    const TimelineQuery& query) const = 0;
  // Of a party that stands for itself: whom it is related to, and whom those are.
  virtual Result<RelationGraph> relations_around(store::Connection& connection, PartyId id, Day today) const = 0;
  // Number of listed parties whose folded name lies in [from, before).
  virtual Result<std::int64_t> count_between(store::Connection& connection, const std::string& from,
                                             const std::string& before) const = 0;
  // What persons merged into the card, and into those, undone ones included: the latest first, at most `count_max`.
  virtual Result<std::vector<parties::Merge>> merges(store::Connection& connection, PartyId id,
                                                     std::int64_t count_max) const = 0;
  // Pairs that may be one, of this party or (none given) of all: the likeliest first, each once. Not those that are one
  // by now.
  virtual Result<std::vector<SuggestedPair>> suggestions(store::Connection& connection, std::optional<PartyId> party,
                                                         std::int64_t count_max) const = 0;
  // Likewise of people who probably live together; not those of whom that has been told.
  virtual Result<std::vector<SuggestedPair>> households(store::Connection& connection, std::optional<PartyId> party,
                                                        std::int64_t count_max) const = 0;
  // What is open with a party that stands for itself; not_found when there is none.
  virtual Result<DatedParty> dated(store::Connection& connection, PartyId id) const = 0;
  // Of those to whom a key date comes by `until`, or a reminder is due from `since` to then: with whom it is nearest
  // first, at most `count_max`.
  virtual Result<std::vector<DatedParty>> dated_near(store::Connection& connection, Day since, Day until,
                                                     std::int64_t count_max) const = 0;
  // Of those to whom a key date that raises reminders may come from `since` to `until`, or, of a yearly one, came then;
  // or a reminder is due then: at most `count_max`.
  virtual Result<std::vector<DatedParty>> dated_between(store::Connection& connection, Day since, Day until, Day today,
                                                        std::int64_t count_max) const = 0;
  // Lists that somebody saved.
  virtual Result<SavedViews> views(store::Connection& connection) const = 0;
  // Who has the identifier, if anybody.
  virtual Result<std::optional<PartyId>> owner_of(store::Connection& connection,
                                                  const parties::Identifier& identifier) const = 0;
};

}  // namespace ganbo::card
