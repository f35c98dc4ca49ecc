// Cards: one live view of one party, read from the record. What REST and the page show.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "card/bought.hpp"
#include "card/list/list_field.hpp"
#include "events/event_type.hpp"
#include "events/figures.hpp"
#include "events/key_date.hpp"
#include "events/permissions.hpp"
#include "events/reporting.hpp"
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
  parties::Traits traits;     // where they were asked for
  Timestamp created_at = {};  // likewise

  ListedValues values() const { return {kind, name, roles, traits, figures, created_at}; }
};

// Something that waits to be closed, or a key date (GLOSSARY: matter).
struct OpenMatter {
  std::string kind;
  std::string number;
  Timestamp opened_at;
  std::optional<Day> due;
  std::optional<Day> from;
  bool yearly = false;
  bool lunar = false;
  events::Shift shift = events::Shift::none;
  std::optional<std::int64_t> lead_days;
  std::optional<Money> amount;
  std::string text;

  events::Recurrence recurrence() const { return {due.value_or(Day{}), yearly, lunar, shift}; }
};

// Both days included; empty: open on that side.
struct Period {
  std::optional<Day> from;
  std::optional<Day> until;
  bool holds_on(Day day) const { return (!from || *from <= day) && (!until || *until >= day); }
};

// How another party stands to the one of the card, as matters say it: works_for, employs, household, referred_by …
struct Related {
  std::string relation;
  PartyId party;
  parties::Kind kind;
  std::string name;
  std::string title;
  Period period;
};

// Who of us met them lately.
struct KnownBy {
  std::string staff;  // by name where a card is known by what envelopes say
  std::int64_t touchpoints = 0;
  Timestamp last_at;
};

// A card with more lines says neither margin nor categories.
inline constexpr std::int64_t bought_lines_max = 50'000;

struct Card {
  parties::Party party;
  std::vector<IdentifierSeen> identifiers;
  events::Figures figures;
  std::vector<OpenMatter>
      open;  // those that are due first come first, then the latest; key dates, roles and relations among them
  events::Permissions permissions;
  std::optional<Timestamp> last_sale_at;  // when one of us last tried to sell to them, over their latest touchpoints
  std::vector<KnownBy> known_by;          // over their latest touchpoints; whoever met them most often stands first
  std::vector<Related> related;
  std::vector<BoughtLine> bought;                    // at most bought_lines_max
  std::map<std::string, catalog::Product> products;  // of those
  // Of an organisation: the figures of the people who work for it now, added up. What they did before they came counts
  // too, and what they did is counted on no second card.
  std::optional<events::Figures> of_its_people;
  std::int64_t people = 0;
};

struct TimelineEntry {
  EventId id;
  std::string type;
  Timestamp occurred_at;
  Timestamp received_at;
  std::string source;
  std::string envelope;
  std::string payload;
  events::Reporting reporting;
  std::string staff;  // who of us: by name where a card is known by what the envelope says; empty: nobody is named
  // Of a copy on the card of somebody who took part: whose touchpoint it was.
  PartyId whose;
  std::string whose_name;
};

// JSON of the REST API (GLOSSARY: card, timeline). Money is {amount,currency} in major units; times RFC 3339 UTC.
// What a card is shown with besides its own rows.
struct Showing {
  const parties::Business& business;
  Timestamp now;
  Day today;  // from when on a key date comes next, and which roles and relations hold
  std::function<std::string_view(SourceId)> source_name;
  parties::FieldReader reader;  // who is asking
};
// When somebody tried to sell to them and left it open: no order since, no reminder and no promise that is open. Empty:
// that is not so, or it was so long before `now` that nobody waits any more.
std::optional<Timestamp> sale_without_next_step(const Card& card, Timestamp now);
std::string card_json(const Card& card, const Showing& showing);
// `columns`: fields of which the row has the values.
std::string listed_json(const ListedParty& party, const parties::Business& business, const parties::FieldReader& reader,
                        std::span<const ListField* const> columns = {});
std::string timeline_json(const TimelineEntry& entry, const events::EventTypes& types,
                          const parties::Business& business, const parties::FieldReader& reader);

}  // namespace ganbo::card
