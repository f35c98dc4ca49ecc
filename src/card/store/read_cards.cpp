#include "card/store/read_cards.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "card/store/read_relations.hpp"
#include "card/store/stored_views.hpp"
#include "catalog/store/stored_catalog.hpp"
#include "events/member_text.hpp"
#include "events/participation.hpp"
#include "events/payload.hpp"
#include "events/store/event_rows.hpp"
#include "events/store/queries.hpp"
#include "events/store/read_permissions.hpp"
#include "events/store/stored_events.hpp"
#include "parties/store/queries.hpp"
#include "parties/store/stored_parties.hpp"
#include "parties/store/words.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::card {
namespace {

// Above every folded name: the upper bound of an open range.
constexpr std::string_view last_key = "\xf4\x8f\xbf\xbf";
// Below every folded name, above the empty key of those without one: names hold no control characters.
constexpr std::string_view first_key = "\x01";

constexpr std::int64_t open_shown_max = 500;
constexpr int lead_days_seen = 100;
constexpr int days_a_year = 365;
// By so many days at most a day of the lunar year stands elsewhere in another solar year; leap days are within them.
constexpr int lunar_days_moved = 32;

template <class Row>
ListedParty listed_of(Row&& row) {
  const auto kind = parties::parse_kind(row.kind, "kind");
  INVARIANT(kind.ok(), "party {} is of kind {}", row.party_id, row.kind);
  return {{row.party_id},
          *kind,
          std::move(row.name),
          std::move(row.roles),
          events::Figures::from_json(row.figures),
          std::move(row.sort_key),
          {},
          {}};
}

IdentifierSeen identifier_seen(parties::sql::ListIdentifiers::Row&& row) {
  const auto type = parties::parse_identifier_type(row.type, "type");
  INVARIANT(type.ok(), "identifier type {}", row.type);
  return {{*type, std::move(row.value)}, {row.first_seen_at}};
}

void in_order_of_types(std::vector<IdentifierSeen>& seen) {
  std::stable_sort(seen.begin(), seen.end(),
                   [](const auto& a, const auto& b) { return a.identifier.type < b.identifier.type; });
}

Result<std::vector<IdentifierSeen>> read_identifiers(store::Connection& connection, PartyId id) {
  std::vector<IdentifierSeen> seen;
  for (auto& row : TRY(connection.all(parties::sql::ListIdentifiers{.party_id = id.value})))
    seen.push_back(identifier_seen(std::move(row)));
  in_order_of_types(seen);
  return seen;
}

OpenMatter open_matter_of(events::sql::OpenMatters::Row&& row) {
  return {std::move(row.kind),
          std::move(row.number),
          {row.opened_at.value_or(0)},
          row.due_day ? std::optional(Day{static_cast<std::int32_t>(*row.due_day)}) : std::nullopt,
          row.from_day ? std::optional(Day{static_cast<std::int32_t>(*row.from_day)}) : std::nullopt,
          row.yearly != 0,
          row.lunar != 0,
          events::shift_of_row(row.shift),
          row.lead_days,
          events::money_of_row(row.amount_minor, row.currency),
          std::move(row.text)};
}

Result<std::vector<OpenMatter>> read_open(store::Connection& connection, PartyId id) {
  std::vector<OpenMatter> open;
  for (auto& row : TRY(connection.all(events::sql::OpenMatters{.party_id = id.value, .row_limit = open_shown_max})))
    open.push_back(open_matter_of(std::move(row)));
  std::stable_sort(open.begin(), open.end(), [](const OpenMatter& a, const OpenMatter& b) {
    constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();
    return (a.due ? a.due->days : never) < (b.due ? b.due->days : never);
  });
  return open;
}

Result<void> read_related(store::Connection& connection, Card& card, Day today) {
  events::Figures sum;
  for (auto& [related, party] : TRY(related_of(connection, card.party.id, card.open))) {
    if (related.relation == "employs" && related.period.holds_on(today)) {
      add_figures(sum, events::Figures::from_json(party.figures));
      card.people += 1;
    }
    card.related.push_back(std::move(related));
  }
  if (card.people > 0) card.of_its_people = std::move(sum);
  return {};
}

Result<void> read_bought(store::Connection& connection, Card& card) {
  for (auto& row :
       TRY(connection.all(events::sql::Bought{.party_id = card.party.id.value, .row_limit = bought_lines_max}))) {
    if (!row.product_id.empty()) card.products.try_emplace(row.product_id);
    card.bought.push_back({std::move(row.product_id), decimal_of_real(row.quantity), row.amount_minor,
                           Currency::trusted(row.currency), std::move(row.category).value_or(""), row.cost_minor,
                           row.reporting_minor});
  }
  return catalog::load_products(connection, card.products);
}

// Tills and shops name staff by their number: by that the card of an employee is known.
Result<std::string> name_of_staff(store::Connection& connection, const std::string& staff) {
  const auto owner = TRY(parties::find_owner(connection, {parties::IdentifierType::user_id, staff}));
  if (!owner) return staff;
  const auto card = TRY(parties::load_party(connection, *owner));
  return card && card->roles.contains("employee") && !card->name.empty() ? card->name : staff;
}

// Who of us met them, and when one of us last tried to sell to them.
Result<void> read_recent(store::Connection& connection, PartyId id, Card& card) {
  constexpr std::int64_t touchpoints_looked_at = 200;
  constexpr std::size_t shown_max = 5;
  std::vector<KnownBy>& known_by = card.known_by;
  for (const auto& row :
       TRY(connection.all(events::sql::RecentEnvelopes{.party_id = id.value, .row_limit = touchpoints_looked_at}))) {
    if (!card.last_sale_at && !row.type.starts_with("order_") &&
        events::member_text(row.envelope.value_or(""), "aim") == "sell")
      card.last_sale_at = Timestamp{row.occurred_at};
    const std::string staff = events::member_text(row.envelope.value_or(""), "staff");
    if (staff.empty()) continue;
    auto known = std::find_if(known_by.begin(), known_by.end(), [&](const KnownBy& it) { return it.staff == staff; });
    if (known == known_by.end()) known = known_by.insert(known_by.end(), {staff, 0, {row.occurred_at}});
    known->touchpoints += 1;
  }
  std::stable_sort(known_by.begin(), known_by.end(),
                   [](const KnownBy& a, const KnownBy& b) { return a.touchpoints > b.touchpoints; });
  known_by.resize(std::min(known_by.size(), shown_max));
  for (auto& known : known_by) known.staff = TRY(name_of_staff(connection, known.staff));
  return {};
}

// Adds those with a name to the page.
Result<void> list_named(store::Connection& connection, const ListQuery& query, std::vector<ListedParty>& page) {
  const bool has_cursor = static_cast<bool>(query.after_id);
  const std::string_view from_key = query.from_key.empty() ? first_key : std::string_view(query.from_key);
  const std::string_view after_key = has_cursor ? std::string_view(query.after_key) : from_key;
  const std::int64_t after_id = has_cursor ? query.after_id.value : -1;
  const std::string_view before_key = query.before_key.empty() ? last_key : std::string_view(query.before_key);
  if (query.kind) {
    for (auto& row : TRY(connection.all(parties::sql::ListPartiesOfKind{.kind = word_of(*query.kind),
                                                                        .after_key = after_key,
                                                                        .after_id = after_id,
                                                                        .before_key = before_key,
                                                                        .row_limit = query.limit})))
      page.push_back(listed_of(std::move(row)));
  } else {
    for (auto& row : TRY(connection.all(parties::sql::ListParties{
             .after_key = after_key, .after_id = after_id, .before_key = before_key, .row_limit = query.limit})))
      page.push_back(listed_of(std::move(row)));
  }
  return {};
}

// Fills the page with those without a name.
Result<void> list_nameless(store::Connection& connection, const ListQuery& query, PartyId after,
                           std::vector<ListedParty>& page) {
  for (auto& row : TRY(connection.all(
           parties::sql::ListNamelessParties{.kind = query.kind ? word_of(*query.kind) : std::string_view(),
                                             .after_id = after.value,
                                             .row_limit = query.limit - std::ssize(page)})))
    page.push_back(listed_of(std::move(row)));
  return {};
}

Result<void> read_traits(store::Connection& connection, std::vector<ListedParty>& rows) {
  std::vector<parties::sql::TraitsOfParty> keys;
  keys.reserve(rows.size());
  for (const auto& row : rows) keys.push_back({.party_id = row.id.value});
  TRY(connection.each(std::span<const parties::sql::TraitsOfParty>(keys),
                      [&](std::size_t place, parties::sql::TraitsOfParty::Row&& row) {
                        rows[place].traits = parties::Traits::from_json(std::move(row.traits));
                      }));
  return {};
}

template <class Row>
TableParty table_party_of(PartyId id, Row&& row) {
  TableParty party;
  party.id = id;
  const auto kind = parties::parse_kind(row.kind, "kind");
  INVARIANT(kind.ok(), "party {} is of kind {}", id.value, row.kind);
  party.kind = *kind;
  party.is_listed = *kind != parties::Kind::anonymous && row.merged_into == 0;
  if (!party.is_listed) return party;
  party.name = std::move(row.name);
  party.roles = std::move(row.roles);
  party.traits = parties::Traits::from_json(std::move(row.traits));
  party.sort_key = parties::sort_key(party.traits);
  party.figures = events::Figures::from_json(row.figures);
  party.created_at = {row.created_at};
  return party;
}

class StoredCards final : public CardRecord {
 public:
  Result<PartyId> standing(store::Connection& connection, PartyId id) const override {
    while (true) {
      const auto party = TRY(parties::load_party(connection, id));
      if (!party) return failure(ErrorCode::not_found, "There is no such party.");
      if (!party->merged_into) return id;
      id = party->merged_into;
    }
  }

  Result<Card> card(store::Connection& connection, PartyId id, Day today) const override {
    while (true) {
      auto party = TRY(parties::load_party(connection, id));
      if (!party) return failure(ErrorCode::not_found, "There is no such party.");
      if (party->merged_into) {
        id = party->merged_into;
        continue;
      }
      Card read;
      read.figures = events::Figures::from_json(party->figures);
      read.party = std::move(*party);
      read.identifiers = TRY(read_identifiers(connection, id));
      read.open = TRY(read_open(connection, id));
      read.permissions = TRY(events::read_permissions(connection, id));
      TRY(read_recent(connection, id, read));
      TRY(read_related(connection, read, today));
      TRY(read_bought(connection, read));
      return read;
    }
  }

  Result<std::optional<ListedParty>> listed(store::Connection& connection, PartyId id) const override {
    const auto party = TRY(parties::load_party(connection, id));
    if (!party || party->merged_into || party->kind == parties::Kind::anonymous) return std::optional<ListedParty>();
    return std::optional(TRY(row_of(connection, *party)));
  }

  // The row of whoever the party is now, anonymous ones included.
  static Result<std::optional<ListedParty>> stands_for(store::Connection& connection, PartyId id) {
    while (true) {
      const auto party = TRY(parties::load_party(connection, id));
      if (!party) return std::optional<ListedParty>();
      if (!party->merged_into) return std::optional(TRY(row_of(connection, *party)));
      id = party->merged_into;
    }
  }

  static ListedParty row_of(const parties::Party& party) {
    std::string roles;
    for (const auto& role : party.roles) roles += (roles.empty() ? "" : " ") + role;
    return {party.id, party.kind, party.name,   roles,           events::Figures::from_json(party.figures),
            {},       {},         party.traits, party.created_at};
  }

  static Result<ListedParty> row_of(store::Connection& connection, const parties::Party& party) {
    ListedParty row = row_of(party);
    row.identifiers = TRY(read_identifiers(connection, party.id));
    return row;
  }

  Result<std::vector<ListedParty>> list(store::Connection& connection, const ListQuery& query) const override {
    const bool among_nameless = query.after_id && query.after_key.empty();
    std::vector<ListedParty> rows;
    if (!among_nameless) TRY(list_named(connection, query, rows));
    if (query.from_key.empty() && std::ssize(rows) < query.limit)
      TRY(list_nameless(connection, query, among_nameless ? query.after_id : PartyId{}, rows));
    for (auto& party : rows) party.identifiers = TRY(read_identifiers(connection, party.id));
    if (query.with_traits) TRY(read_traits(connection, rows));
    return rows;
  }

  Result<std::vector<ListedParty>> list(store::Connection& connection, const ValueQuery& query) const override {
    std::vector<ListedParty> rows;
    for (auto& row : TRY(connection.all(parties::sql::ListPartiesWithValue{
             .field = query.field, .value = query.value, .after_id = query.after.value, .row_limit = query.limit})))
      rows.push_back(listed_of(std::move(row)));
    for (auto& party : rows) party.identifiers = TRY(read_identifiers(connection, party.id));
    TRY(read_traits(connection, rows));
    return rows;
  }

  Result<std::vector<ListedParty>> listed(store::Connection& connection,
                                          const std::vector<PartyId>& ids) const override {
    std::vector<std::int64_t> values;
    values.reserve(ids.size());
    for (const auto id : ids) values.push_back(id.value);
    std::map<PartyId, parties::Party> found;
    for (auto& party : TRY(parties::load_parties(connection, values))) {
      const PartyId id = party.id;
      if (!party.merged_into && party.kind != parties::Kind::anonymous) found.emplace(id, std::move(party));
    }
    std::vector<ListedParty> rows;
    std::vector<parties::sql::ListIdentifiers> keys;
    for (const auto id : ids) {
      const auto party = found.find(id);
      if (party == found.end()) continue;
      rows.push_back(row_of(party->second));
      keys.push_back({.party_id = id.value});
    }
    TRY(connection.each(std::span<const parties::sql::ListIdentifiers>(keys),
                        [&](std::size_t key, parties::sql::ListIdentifiers::Row&& row) {
                          rows[key].identifiers.push_back(identifier_seen(std::move(row)));
                        }));
    for (auto& row : rows) in_order_of_types(row.identifiers);
    return rows;
  }

  Result<std::vector<TableParty>> table_after(store::Connection& connection, PartyId after,
                                              std::int64_t count_max) const override {
    std::vector<TableParty> found;
    const parties::sql::PartiesAfter query{.after = after.value, .row_limit = count_max};
    TRY(connection.each(std::span<const parties::sql::PartiesAfter>(&query, 1),
                        [&](std::size_t, parties::sql::PartiesAfter::Row&& row) {
                          const PartyId id{row.party_id};
                          found.push_back(table_party_of(id, std::move(row)));
                        }));
    return found;
  }

  Result<std::vector<TableParty>> table_of(store::Connection& connection,
                                           const std::vector<PartyId>& ids) const override {
    std::vector<TableParty> found(ids.size());
    std::vector<parties::sql::LoadParty> keys;
    keys.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      found[i].id = ids[i];
      keys.push_back({.party_id = ids[i].value});
    }
    TRY(connection.each(std::span<const parties::sql::LoadParty>(keys),
                        [&](std::size_t key, parties::sql::LoadParty::Row&& row) {
                          found[key] = table_party_of(ids[key], std::move(row));
                        }));
    return found;
  }

  Result<SavedViews> views(store::Connection& connection) const override { return load_views(connection); }

  Result<std::vector<TimelineRow>> timeline(store::Connection& connection, const TimelineQuery& query) const override {
    std::vector<TimelineRow> entries;
    std::map<std::string, std::string> names;  // of staff, as envelopes call them
    const auto add = [&](auto row) -> Result<void> {
      entries.push_back({{{row.event_id},
                          std::move(row.type),
                          {row.occurred_at},
                          {row.received_at},
                          {},
                          std::move(row.envelope).value_or(""),
                          std::move(row.payload),
                          events::reporting_of_row(row.currency, row.rate, row.reporting_minor),
                          {},
                          {},
                          {}},
                         {row.source_id},
                         row.precedence,
                         std::move(row.claimed).value_or(""),
                         std::move(row.participation).value_or("")});
      TimelineEntry& entry = entries.back().entry;
      if (const auto staff = events::member_text(entry.envelope, "staff"); !staff.empty()) {
        const auto [known, is_new] = names.try_emplace(staff);
        if (is_new) known->second = TRY(name_of_staff(connection, staff));
        entry.staff = known->second;
      }
      if (const auto copy = events::Participation::from_json(entries.back().participation)) {
        const auto whose = TRY(stands_for(connection, copy->party));
        entries.back().entry.whose = whose ? whose->id : copy->party;
        if (whose) entries.back().entry.whose_name = whose->name;
      }
      return {};
    };
    if (query.type.empty()) {
      for (auto& row : TRY(connection.all(events::sql::Timeline{.party_id = query.party.value,
                                                                .before_at = query.before_at.micros,
                                                                .before_id = query.before_id.value,
                                                                .row_limit = query.limit})))
        TRY(add(std::move(row)));
    } else {
      for (auto& row : TRY(connection.all(events::sql::TimelineOfType{.party_id = query.party.value,
                                                                      .type = query.type,
                                                                      .before_at = query.before_at.micros,
                                                                      .before_id = query.before_id.value,
                                                                      .row_limit = query.limit})))
        TRY(add(std::move(row)));
    }
    return entries;
  }

  Result<RelationGraph> relations_around(store::Connection& connection, PartyId id, Day today) const override {
    return read_relations_around(connection, id, today, [&](PartyId of) { return read_open(connection, of); });
  }

  Result<std::int64_t> count_between(store::Connection& connection, const std::string& from,
                                     const std::string& before) const override {
    const std::string_view upper = before.empty() ? last_key : std::string_view(before);
    const auto row = TRY(connection.one(parties::sql::CountPartiesBetween{.from_key = from, .before_key = upper}));
    return row ? row->parties : 0;
  }

  Result<std::vector<parties::Merge>> merges(store::Connection& connection, PartyId id,
                                             std::int64_t count_max) const override {
    std::vector<parties::Merge> found;
    std::vector<PartyId> cards{id};  // those it was made of follow as they are found
    for (std::size_t i = 0; i < cards.size() && std::ssize(found) < count_max; ++i)
      for (auto& row : TRY(connection.all(parties::sql::MergesInto{.into_party_id = cards[i].value,
                                                                   .kind = word_of(parties::MergeKind::merge),
                                                                   .row_limit = count_max - std::ssize(found)}))) {
        parties::Merge merge{.id = {row.merge_id}, .from = {row.party_id}, .into = {row.into_party_id}};
        merge.name = std::move(row.name);
        merge.merged_at = {row.merged_at};
        merge.user = {row.user_id};
        merge.source = {row.source_id};
        merge.reason = std::move(row.reason);
        if (row.undone_at) merge.undone_at = Timestamp{*row.undone_at};
        merge.undone_by = {row.undone_by.value_or(0)};
        if (!merge.undone_at) cards.push_back(merge.from);
        found.push_back(std::move(merge));
      }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
    return found;
  }

  // Pairs of rows, each pair of cards once: some were filed for several reasons, or for parties that merged since.
  class Pairs {
   public:
    explicit Pairs(store::Connection& connection) : connection_(connection) {}

    template <class Row>
    Result<void> add(Row&& row, std::optional<parties::Identifier> shared) {
      auto one = TRY(stands_for(connection_, {row.party_id}));
      auto other = TRY(stands_for(connection_, {row.other_party_id}));
      if (!one || !other || one->id == other->id) return {};
      if (!seen_.insert(std::minmax(one->id, other->id)).second) return {};
      pairs.push_back({{row.party_id},
                       {row.other_party_id},
                       std::move(*one),
                       std::move(*other),
                       std::move(shared),
                       {row.filed_at},
                       row.odds,
                       std::move(row.evidence)});
      return {};
    }
    std::vector<SuggestedPair> pairs;

   private:
    store::Connection& connection_;
    std::set<std::pair<PartyId, PartyId>> seen_;
  };

  Result<std::vector<SuggestedPair>> suggestions(store::Connection& connection, std::optional<PartyId> party,
                                                 std::int64_t count_max) const override {
    Pairs found(connection);
    const auto add = [&](auto row) -> Result<void> {
      std::optional<parties::Identifier> shared;
      if (row.type != parties::details_word) {
        const auto type = parties::parse_identifier_type(row.type, "type");
        INVARIANT(type.ok(), "identifier type {}", row.type);
        shared = {*type, std::move(row.value)};
      }
      return found.add(std::move(row), std::move(shared));
    };
    if (party) {
      for (auto& row :
           TRY(connection.all(parties::sql::SuggestionsOfParty{.party_id = party->value, .row_limit = count_max})))
        TRY(add(std::move(row)));
    } else {
      for (auto& row : TRY(connection.all(parties::sql::ListSuggestions{.row_limit = count_max})))
        TRY(add(std::move(row)));
    }
    return std::move(found.pairs);
  }

  Result<std::vector<SuggestedPair>> households(store::Connection& connection, std::optional<PartyId> party,
                                                std::int64_t count_max) const override {
    Pairs found(connection);
    if (party) {
      for (auto& row : TRY(connection.all(
               parties::sql::HouseholdSuggestionsOfParty{.party_id = party->value, .row_limit = count_max})))
        TRY(found.add(std::move(row), std::nullopt));
    } else {
      for (auto& row : TRY(connection.all(parties::sql::ListHouseholdSuggestions{.row_limit = count_max})))
        TRY(found.add(std::move(row), std::nullopt));
    }
    std::vector<SuggestedPair> pairs;
    for (auto& pair : found.pairs)
      if (!TRY(told_to_live_together(connection, pair))) pairs.push_back(std::move(pair));
    return pairs;
  }

  // Whether it was ever told, by whatever ids they had then.
  static Result<bool> told_to_live_together(store::Connection& connection, const SuggestedPair& pair) {
    for (const auto& [card, others] : {std::pair(pair.party.id, std::pair(pair.other.id, pair.filed_other)),
                                       std::pair(pair.other.id, std::pair(pair.party.id, pair.filed_for))})
      for (const auto& row : TRY(connection.all(events::sql::HouseholdOf{.party_id = card.value})))
        if (row.number == others.first.text() || row.number == others.second.text()) return true;
    return false;
  }

  Result<DatedParty> dated(store::Connection& connection, PartyId id) const override {
    const PartyId card = TRY(standing(connection, id));
    auto found = TRY(read_dated(connection, {card}));
    if (found.empty()) return failure(ErrorCode::not_found, "There is no such party.");
    return std::move(found.front());
  }

  Result<std::vector<DatedParty>> dated_near(store::Connection& connection, Day since, Day until,
                                             std::int64_t count_max) const override {
    std::vector<PartyId> ids;
    std::set<PartyId> seen;
    const auto add = [&](std::int64_t party) {
      if (std::ssize(ids) < count_max && seen.insert(PartyId{party}).second) ids.push_back({party});
    };
    for (const auto& row : TRY(connection.all(
             events::sql::RemindersDue{.since = since.days, .until = until.days, .row_limit = count_max})))
      add(row.party_id);
    for (const auto& row :
         TRY(connection.all(events::sql::MattersToLookAt{.today = until.days, .row_limit = count_max})))
      add(row.party_id);
    return read_dated(connection, ids);
  }

  Result<std::vector<DatedParty>> dated_between(store::Connection& connection, Day since, Day until, Day today,
                                                std::int64_t count_max) const override {
    std::set<std::int64_t> ids;
    for (const auto& row : TRY(connection.all(
             events::sql::RemindersDue{.since = since.days, .until = until.days, .row_limit = count_max})))
      ids.insert(row.party_id);
    // One is looked at so long before it comes as its lead time says, and that is seldom more than a quarter.
    const auto add_looked_at = [&](int from, int to) -> Result<void> {
      for (const auto& row : TRY(connection.all(events::sql::MattersToLookAtBetween{
               .since = from - lead_days_seen, .until = to, .row_limit = count_max})))
        ids.insert(row.party_id);
      return {};
    };
    TRY(add_looked_at(since.days, until.days));
    // A yearly one is looked at before it comes next: of other years, those of the same days of the year ahead.
    const int ahead = today.days - since.days;
    const int years = ahead > 0 ? (ahead + days_a_year - 1) / days_a_year : ahead / days_a_year;
    if (years != 0) {
      const int moved = years * days_a_year;
      TRY(add_looked_at(since.days + moved - lunar_days_moved, until.days + moved + lunar_days_moved));
    }
    std::vector<PartyId> parties;
    for (const auto id : ids)
      if (std::ssize(parties) < count_max) parties.push_back({id});
    return read_dated(connection, parties);
  }

  // In two sets, whatever their number.
  static Result<std::vector<DatedParty>> read_dated(store::Connection& connection, const std::vector<PartyId>& ids) {
    std::vector<DatedParty> found(ids.size());
    std::vector<parties::sql::NameOfParty> names;
    std::vector<events::sql::OpenMatters> matters;
    for (const auto id : ids) {
      names.push_back({.party_id = id.value});
      matters.push_back({.party_id = id.value, .row_limit = open_shown_max});
    }
    TRY(connection.each(std::span<const parties::sql::NameOfParty>(names),
                        [&](std::size_t place, parties::sql::NameOfParty::Row&& row) {
                          found[place].id = ids[place];
                          found[place].name = std::move(row.name);
                        }));
    TRY(connection.each(std::span<const events::sql::OpenMatters>(matters),
                        [&](std::size_t place, events::sql::OpenMatters::Row&& row) {
                          found[place].open.push_back(open_matter_of(std::move(row)));
                        }));
    std::erase_if(found, [](const DatedParty& party) { return !party.id; });
    return found;
  }

  Result<std::optional<PartyId>> owner_of(store::Connection& connection,
                                          const parties::Identifier& identifier) const override {
    return parties::find_owner(connection, identifier);
  }
};

}  // namespace

std::unique_ptr<CardRecord> make_stored_cards() { return std::make_unique<StoredCards>(); }

}  // namespace ganbo::card
