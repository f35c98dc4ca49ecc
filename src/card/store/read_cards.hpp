// Reading cards, lists and timelines from the record. For readers: each call is one or a few statements on a reader's
// connection.
#pragma once

#include "card/cards.hpp"
#include "platform/store/store.hpp"

namespace ganbo::card {

// not_found when there is none; follows merges.
Result<Card> read_card(store::Connection& connection, PartyId id);
Result<std::vector<IdentifierSeen>> read_identifiers(store::Connection& connection, PartyId id);
// The row of a list; empty for anonymous and merged parties.
Result<std::optional<ListedParty>> read_listed(store::Connection& connection, PartyId id);

struct ListQuery {
  std::string from_key;    // inclusive lower bound of the folded name
  std::string before_key;  // exclusive upper bound
  std::string after_key;   // cursor: the last row of the page before
  PartyId after_id;
  std::optional<parties::Kind> kind;
  std::int64_t limit = 50;
};
Result<std::vector<ListedParty>> list_parties(store::Connection& connection, const ListQuery& query);

struct TimelineQuery {
  PartyId party;
  Timestamp before_at;
  EventId before_id;
  std::string type;  // empty: all
  std::int64_t limit = 50;
};
// `source_name` is not filled.
struct TimelineRow {
  TimelineEntry entry;
  SourceId source;
};
Result<std::vector<TimelineRow>> read_timeline(store::Connection& connection, const TimelineQuery& query);

// Number of listed parties whose folded name lies in [from, before).
Result<std::int64_t> count_between(store::Connection& connection, const std::string& from, const std::string& before);

}  // namespace ganbo::card
