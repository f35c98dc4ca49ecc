// Cards: one live view of one party, read from the record. What REST and the page show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/event_type.hpp"
#include "events/figures.hpp"
#include "parties/business.hpp"
#include "parties/party.hpp"

namespace ganbo::card {

struct IdentifierSeen {
  parties::Identifier identifier;
  Timestamp first_seen_at;
};

struct ListedParty {
  PartyId id;
  parties::Kind kind;
  std::string name;
  std::string roles;  // words separated by spaces
  events::Figures figures;
  std::string sort_key;
  std::vector<IdentifierSeen> identifiers;
};

// Something that waits to be closed, or a key date (GLOSSARY: matter).
struct OpenMatter {
  std::string kind;
  std::string number;
  Timestamp opened_at;
  std::optional<Day> due;
  bool yearly = false;
  std::optional<std::int64_t> lead_days;
  std::string text;
};

struct Card {
  parties::Party party;
  std::vector<IdentifierSeen> identifiers;
  events::Figures figures;
  std::vector<OpenMatter> open;  // those that are due first come first, then the latest; key dates among them
};

struct TimelineEntry {
  EventId id;
  std::string type;
  Timestamp occurred_at;
  Timestamp received_at;
  std::string source;
  std::string envelope;
  std::string payload;
  // Of a copy on the card of somebody who took part: whose touchpoint it was.
  PartyId whose;
  std::string whose_name;
};

// JSON of the REST API (GLOSSARY: card, timeline). Money is {amount,currency} in major units; times RFC 3339 UTC.
// `now`: from when on a key date comes next.
std::string card_json(const Card& card, const parties::Business& business, Timestamp now);
std::string listed_json(const ListedParty& party, const parties::Business& business);
std::string timeline_json(const TimelineEntry& entry, const events::EventTypes& types,
                          const parties::Business& business);

}  // namespace ganbo::card
