#include "events/store/rebuild.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

#include "events/store/event_rows.hpp"
#include "events/store/stored_events.hpp"
#include "parties/store/queries.hpp"

namespace ganbo::events {
namespace {

namespace party_sql = ganbo::parties::sql;

constexpr std::int64_t every_party = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t slice_parties = 500;  // some ten thousand events: well under a second
constexpr std::int64_t slice_claims = 20'000;
constexpr std::size_t examples_max = 10;

struct PartyRow {
  std::string kind, name, sort_key, roles, traits, figures;
  bool operator==(const PartyRow&) const = default;
};

std::string words(const std::set<std::string>& set) {
  std::string out;
  for (const auto& word : set) out += (out.empty() ? "" : " ") + word;
  return out;
}

class Comparison {
 public:
  Comparison(store::Connection& connection, const EventTypes& types, const parties::Business& business)
      : connection_(connection), types_(types), business_(business) {
    for (const auto name : {"parties", "identifiers", "identifier_claims", "party_search", "events", "orders",
                            "order_lines", "matters", "field_values"})
      report_.tables.push_back({name, 0, 0});
  }

  Result<RebuildReport> run(const std::function<bool()>& stop) {
    std::int64_t after = 0;
    while (after != every_party) {
      if (stop && stop()) return failure(ErrorCode::cancelled, "The rebuild was stopped.");
      TRY(connection_.begin_read());
      const auto compared = slice(after);
      connection_.end_read();
      if (!compared.ok()) return compared.error();
      after = *compared;
    }
    std::optional<party_sql::ClaimsAfter::Row> last{std::in_place};
    while (last) {
      if (stop && stop()) return failure(ErrorCode::cancelled, "The rebuild was stopped.");
      TRY(connection_.begin_read());
      auto walked = surplus_claims(*last);
      connection_.end_read();
      if (!walked.ok()) return walked.error();
      last = std::move(*walked);
    }
    return std::move(report_);
  }

 private:
  enum Table {
    parties_table,
    identifiers_table,
    claims_table,
    search_table,
    events_table,
    orders_table,
    lines_table,
    matters_table,
    values_table
  };

  void differs(Table table, std::int64_t party, const std::string& what) {
    report_.tables[table].differences += 1;
    if (report_.examples.size() < examples_max)
      report_.examples.push_back(fmt::format("{} of party {}: {}", report_.tables[table].name, party, what));
    if (report_.differing.size() < differing_max &&
        (report_.differing.empty() || report_.differing.back().value != party))
      report_.differing.push_back({party});
  }

  // Compares the next slice; returns the last id it covered. Slices leave no gap between them, so that rows of a party
  // that does not exist are found as well.
  Result<std::int64_t> slice(std::int64_t after) {
    const auto rows = TRY(connection_.all(party_sql::PartiesAfter{.after = after, .row_limit = slice_parties}));
    const std::int64_t first = after + 1;
    const std::int64_t last = std::ssize(rows) < slice_parties ? every_party : rows.back().party_id;
    std::unordered_map<std::int64_t, History> histories;
    std::set<std::pair<std::int64_t, std::int64_t>> came_to_another;  // its origin, whose card it stands on
    const sql::EventsOfParties query{.first_party_id = first, .last_party_id = last};
    TRY(connection_.each(
        std::span<const sql::EventsOfParties>(&query, 1), [&](std::size_t, sql::EventsOfParties::Row&& row) {
          const auto party = row.party_id;
          report_.tables[events_table].rows += 1;
          if (business_.zone.local_day({row.occurred_at}).days != row.local_day)
            differs(events_table, party, "an event stands on another local day");
          if (row.origin_party_id != party) came_to_another.emplace(row.origin_party_id, party);
          const StoredEvent event = stored_event_of(std::move(row));
          const auto amount = histories[party].add(event, types_, business_.currency);
          if (event.reporting != reporting_of(amount, event.local_day, business_.currency, *business_.rates))
            differs(events_table, party, "the rate of an event is not that of its day");
        }));
    for (auto& [party, history] : histories) history.finish(business_.currency);
    TRY(compare_identifiers(first, last, histories));
    TRY(compare_parties(rows, first, last, histories));
    TRY(compare_merges(rows, first, last));
    TRY(compare_origins(came_to_another));
    TRY(compare_orders(first, last, histories));
    TRY(compare_matters(first, last, histories));
    TRY(compare_values(first, last, histories));
    return last;
  }

  Result<void> compare_parties(const std::vector<party_sql::PartiesAfter::Row>& rows, std::int64_t first,
                               std::int64_t last, const std::unordered_map<std::int64_t, History>& histories) {
    std::map<std::int64_t, std::string> held;
    for (auto& row :
         TRY(connection_.all(party_sql::SearchTextsOfParties{.first_party_id = first, .last_party_id = last})))
      held[row.party_id] = std::move(row.search_text);
    report_.tables[search_table].rows += std::ssize(held);
    static const History nothing;
    for (const auto& row : rows) {
      report_.tables[parties_table].rows += 1;
      const auto found = histories.find(row.party_id);
      const History& history = found == histories.end() ? nothing : found->second;
      parties::Party party;
      party.id = {row.party_id};
      party.kind = parties::derive_kind(history.traits, history.identifiers);
      party.traits = history.traits;
      party.identifiers = history.identifiers;
      party.name = parties::display_name(history.traits, history.identifiers);
      const PartyRow expected{
          std::string(word_of(party.kind)),  party.name,
          parties::sort_key(history.traits), words(history.roles),
          history.traits.to_json(),          found == histories.end() ? row.figures : history.figures.to_json()};
      const PartyRow actual{row.kind, row.name, row.sort_key, row.roles, row.traits, row.figures};
      if (expected != actual)
        differs(parties_table, row.party_id,
                fmt::format("the record has {} {} {}, the events give {} {} {}", actual.kind, actual.name,
                            actual.figures, expected.kind, expected.name, expected.figures));
      const bool searched = party.kind != parties::Kind::anonymous && row.merged_into == 0;
      const std::string text = searched ? parties::search_text(party, business_.fields) : std::string();
      const auto search = held.extract(row.party_id);
      if (text != (search.empty() ? std::string() : search.mapped()))
        differs(search_table, row.party_id, "another text");
    }
    for (const auto& [party, text] : held) differs(search_table, party, "a text of a party that does not exist");
    return {};
  }

  // What parties have under the fields of the business, by the definitions in force.
  Result<void> compare_values(std::int64_t first, std::int64_t last,
                              const std::unordered_map<std::int64_t, History>& histories) {
    std::map<std::int64_t, std::map<std::string, std::string>> held;
    for (auto& row :
         TRY(connection_.all(party_sql::FieldValuesOfParties{.first_party_id = first, .last_party_id = last}))) {
      held[row.party_id].emplace(std::move(row.field), std::move(row.value));
      report_.tables[values_table].rows += 1;
    }
    for (const auto& [party, history] : histories) {
      const auto values = held.extract(party);
      if (parties::field_values(history.traits, business_.fields) !=
          (values.empty() ? std::map<std::string, std::string>() : values.mapped()))
        differs(values_table, party, "other values of the business's fields");
    }
    for (const auto& [party, values] : held) differs(values_table, party, "values without an event");
    return {};
  }

  // Whom a party stands for is its merge that was not undone.
  Result<void> compare_merges(const std::vector<party_sql::PartiesAfter::Row>& rows, std::int64_t first,
                              std::int64_t last) {
    std::map<std::int64_t, std::int64_t> into;
    for (const auto& row :
         TRY(connection_.all(party_sql::MergesOfParties{.first_party_id = first, .last_party_id = last})))
      if (!row.undone_at && !into.emplace(row.party_id, row.into_party_id).second)
        differs(parties_table, row.party_id, "two merges that were not undone");
    std::map<std::int64_t, std::int64_t> erased;
    for (const auto& row :
         TRY(connection_.all(party_sql::ErasuresOfParties{.first_party_id = first, .last_party_id = last})))
      erased.emplace(row.party_id, row.erased_at);
    for (const auto& row : rows) {
      const auto found = into.find(row.party_id);
      const auto erasure = erased.find(row.party_id);
      if ((erasure == erased.end() ? 0 : erasure->second) != row.erased_at)
        differs(parties_table, row.party_id, fmt::format("erased at {}, which no erasure says", row.erased_at));
      if ((found == into.end() ? 0 : found->second) != row.merged_into)
        differs(parties_table, row.party_id, fmt::format("merged into {}, which no merge says", row.merged_into));
    }
    return {};
  }

  // An event stands on the card of whoever it came to, merges followed.
  Result<void> compare_origins(const std::set<std::pair<std::int64_t, std::int64_t>>& came_to_another) {
    std::map<std::int64_t, std::int64_t> into;  // as far as it was asked for
    std::vector<party_sql::LoadParty> keys;
    for (const auto& [origin, card] : came_to_another)
      if (into.emplace(origin, 0).second) keys.push_back({.party_id = origin});
    while (!keys.empty()) {
      std::vector<party_sql::LoadParty> further;
      TRY(connection_.each(std::span<const party_sql::LoadParty>(keys),
                           [&](std::size_t key, party_sql::LoadParty::Row&& row) {
                             into[keys[key].party_id] = row.merged_into;
                             if (row.merged_into != 0 && into.emplace(row.merged_into, 0).second)
                               further.push_back({.party_id = row.merged_into});
                           }));
      keys = std::move(further);
    }
    for (const auto& [origin, card] : came_to_another) {
      std::int64_t stands_for = origin;
      for (std::size_t hops = 0; into[stands_for] != 0 && hops < into.size(); ++hops) stands_for = into[stands_for];
      if (stands_for != card)
        differs(events_table, card, fmt::format("what came to party {} stands here, not on {}", origin, stands_for));
    }
    return {};
  }

  Result<void> compare_identifiers(std::int64_t first, std::int64_t last,
                                   const std::unordered_map<std::int64_t, History>& histories) {
    std::map<std::int64_t, std::vector<parties::Identifier>> held;
    for (auto& row :
         TRY(connection_.all(party_sql::IdentifiersOfParties{.first_party_id = first, .last_party_id = last}))) {
      const auto type = TRY(parties::parse_identifier_type(row.type, "type"));
      held[row.party_id].push_back({type, std::move(row.value)});
      report_.tables[identifiers_table].rows += 1;
    }
    for (auto& [party, list] : held) std::sort(list.begin(), list.end());
    static const std::vector<parties::Identifier> none;
    for (const auto& [party, history] : histories) {
      const auto found = held.find(party);
      if ((found == held.end() ? none : found->second) != history.identifiers)
        differs(identifiers_table, party, "other identifiers");
    }
    for (const auto& [party, list] : held)
      if (!histories.contains(party)) differs(identifiers_table, party, "identifiers without an event");
    return compare_claims(held, histories);
  }

  Result<void> compare_claims(const std::map<std::int64_t, std::vector<parties::Identifier>>& held,
                              const std::unordered_map<std::int64_t, History>& histories) {
    std::vector<party_sql::FindClaim> keys;
    std::vector<std::pair<std::int64_t, std::int64_t>> expected;  // whose it is, whom it was attached to; 0: not told
    for (const auto& [party, list] : held) {
      const auto found = histories.find(party);
      for (const auto& identifier : list) {
        keys.push_back({.type = parties::facts_of(identifier.type).word, .value = identifier.value});
        expected.emplace_back(party, found == histories.end() ? 0 : origin_in(found->second, identifier));
      }
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> claimed(keys.size());
    TRY(connection_.each(
        std::span<const party_sql::FindClaim>(keys),
        [&](std::size_t key, party_sql::FindClaim::Row&& row) { claimed[key] = {row.party_id, row.origin_party_id}; }));
    report_.tables[claims_table].rows += std::ssize(keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto& [party, origin] = expected[i];
      if (claimed[i].first != party || (origin != 0 && claimed[i].second != origin))
        differs(claims_table, party,
                fmt::format("{} {} is claimed by {} and was {}'s", keys[i].type, keys[i].value, claimed[i].first,
                            claimed[i].second));
    }
    return {};
  }

  static std::int64_t origin_in(const History& history, const parties::Identifier& identifier) {
    const auto place = std::lower_bound(history.identifiers.begin(), history.identifiers.end(), identifier);
    if (place == history.identifiers.end() || *place != identifier) return 0;
    return history.origins[static_cast<std::size_t>(place - history.identifiers.begin())].value;
  }

  // Claims that their party does not answer to; returns where the next slice begins, none at the end. That a party's
  // identifiers are claimed is compare_claims().
  Result<std::optional<party_sql::ClaimsAfter::Row>> surplus_claims(const party_sql::ClaimsAfter::Row& after) {
    auto claims = TRY(connection_.all(
        party_sql::ClaimsAfter{.after_type = after.type, .after_value = after.value, .row_limit = slice_claims}));
    std::vector<party_sql::HasIdentifier> keys;
    keys.reserve(claims.size());
    for (const auto& claim : claims)
      keys.push_back({.party_id = claim.party_id, .type = claim.type, .value = claim.value});
    std::vector<bool> answered(claims.size(), false);
    TRY(connection_.each(std::span<const party_sql::HasIdentifier>(keys),
                         [&](std::size_t key, party_sql::HasIdentifier::Row&&) { answered[key] = true; }));
    for (std::size_t i = 0; i < claims.size(); ++i) {
      if (answered[i]) continue;
      report_.tables[claims_table].rows += 1;
      differs(claims_table, claims[i].party_id,
              fmt::format("{} {} is claimed, but not an identifier of the party", claims[i].type, claims[i].value));
      if (report_.surplus_claims.size() < differing_max)
        report_.surplus_claims.emplace_back(
            parties::Identifier{TRY(parties::parse_identifier_type(claims[i].type, "type")), claims[i].value},
            PartyId{claims[i].party_id});
    }
    if (std::ssize(claims) < slice_claims) return std::optional<party_sql::ClaimsAfter::Row>();
    return std::optional(std::move(claims.back()));
  }

  Result<void> compare_orders(std::int64_t first, std::int64_t last,
                              const std::unordered_map<std::int64_t, History>& histories) {
    std::vector<OrderRow> expected;
    std::vector<OrderLineRow> expected_lines;
    for (const auto& [party, history] : histories)
      for (const auto& [order_id, order] : history.orders) {
        expected.push_back(order_row({party}, order, business_.zone));
        append_order_lines(expected_lines, {party}, order, business_);
      }
    const auto orders = TRY(connection_.all(sql::OrdersOfParties{.first_party_id = first, .last_party_id = last}));
    const auto lines = TRY(connection_.all(sql::OrderLinesOfParties{.first_party_id = first, .last_party_id = last}));
    std::vector<OrderRow> actual;
    actual.reserve(orders.size());
    for (const auto& row : orders)
      actual.push_back({row.party_id, row.order_id, row.ordered_at, row.local_day, row.total_minor, row.refunded_minor,
                        row.currency, row.status});
    std::vector<OrderLineRow> actual_lines;
    actual_lines.reserve(lines.size());
    for (const auto& row : lines)
      actual_lines.push_back({row.party_id, row.order_id, row.event_id, row.line_number, row.product_id, row.name,
                              row.quantity, row.unit_price, row.amount_minor, row.currency, row.local_day, row.category,
                              row.cost_minor, row.reporting_minor});
    const auto name = [](const auto& row) { return fmt::format("order {}", row.order_id); };
    compare_rows(
        orders_table, expected, actual, [](const OrderRow& r) { return std::tie(r.party_id, r.order_id); }, name);
    compare_rows(
        lines_table, expected_lines, actual_lines,
        [](const OrderLineRow& r) { return std::tie(r.party_id, r.order_id, r.event_id, r.line_number); }, name);
    return {};
  }

  Result<void> compare_matters(std::int64_t first, std::int64_t last,
                               const std::unordered_map<std::int64_t, History>& histories) {
    std::vector<MatterRow> expected;
    for (const auto& [party, history] : histories) append_matter_rows(expected, {party}, history.matters);
    std::vector<MatterRow> actual;
    for (auto& row : TRY(connection_.all(sql::MattersOfParties{.first_party_id = first, .last_party_id = last})))
      actual.push_back({row.party_id, row.kind, row.number, row.opened_at, row.opened_precedence, row.closed_at,
                        row.closed_precedence, row.due_day, row.from_day, row.yearly, row.lunar, row.shift,
                        row.lead_days, row.amount_minor, row.currency, row.origin_party_id, row.text});
    compare_rows(
        matters_table, expected, actual, [](const MatterRow& r) { return std::tie(r.party_id, r.kind, r.number); },
        [](const MatterRow& row) { return row.kind + ' ' + row.number; });
    return {};
  }

  // Both sides in the order of their keys; a row on one side only, or other than its twin, is a difference.
  template <class Row, class Key, class Name>
  void compare_rows(Table table, std::vector<Row>& expected, std::vector<Row>& actual, Key key, Name name) {
    const auto less = [&](const Row& a, const Row& b) { return key(a) < key(b); };
    std::sort(expected.begin(), expected.end(), less);
    std::sort(actual.begin(), actual.end(), less);
    report_.tables[table].rows += std::ssize(actual);
    auto e = expected.begin();
    auto a = actual.begin();
    while (e != expected.end() || a != actual.end()) {
      if (a == actual.end() || (e != expected.end() && key(*e) < key(*a)))
        differs(table, e->party_id, "a row is missing: " + name(*e)), ++e;
      else if (e == expected.end() || key(*a) < key(*e))
        differs(table, a->party_id, "a surplus row: " + name(*a)), ++a;
      else {
        if (!(*e == *a)) differs(table, a->party_id, "another content: " + name(*a));
        ++e;
        ++a;
      }
    }
  }

  store::Connection& connection_;
  const EventTypes& types_;
  const parties::Business& business_;
  RebuildReport report_;
};

}  // namespace

std::int64_t RebuildReport::differences() const {
  std::int64_t total = 0;
  for (const auto& table : tables) total += table.differences;
  return total;
}

Result<RebuildReport> rebuild(store::Connection& connection, const EventTypes& types, const parties::Business& business,
                              const std::function<bool()>& stop) {
  return Comparison(connection, types, business).run(stop);
}

}  // namespace ganbo::events
