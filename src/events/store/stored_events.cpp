#include "events/store/stored_events.hpp"

#include <algorithm>

#include "events/key_date.hpp"
#include "events/lead_days.hpp"
#include "events/redaction.hpp"
#include "events/store/event_rows.hpp"
#include "events/store/queries.hpp"
#include "parties/store/queries.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::events {
namespace {

using store::Connection;

constexpr std::size_t histories_at_once = 200;

std::optional<std::string_view> none_if_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

std::optional<std::string_view> currency_column(const Reporting& reporting) {
  return reporting.foreign ? std::optional(reporting.foreign->code()) : std::nullopt;
}

std::optional<std::int64_t> rate_column(const Reporting& reporting) {
  return reporting.rate ? std::optional(reporting.rate->trillionths) : std::nullopt;
}

// The amount that a stored event states.
std::optional<Money> stated_amount(const StoredEvent& event, const EventTypes& types, Currency reporting_currency) {
  if (!event.participation.empty()) return std::nullopt;
  const EventType* type = types.find(event.type);
  INVARIANT(type != nullptr, "event {} is of type {}, which this binary does not know", event.id.value, event.type);
  const auto document = parse_json(event.payload, 0, "payload");
  JsonObject payload;
  INVARIANT(document.ok() && !document->get(payload), "event {} has a payload that is not JSON", event.id.value);
  return type->facets(payload, reporting_currency).amount;
}

sql::InsertEvent insert_of(const StoredEvent& event) {
  return {.event_id = event.id.value,
          .party_id = event.party.value,
          .origin_party_id = event.origin_party.value,
          .type = event.type,
          .occurred_at = event.moment.occurred_at.micros,
          .precedence = event.moment.precedence,
          .received_at = event.received_at.micros,
          .local_day = event.local_day.days,
          .source_id = event.source.value,
          .envelope = none_if_empty(event.envelope),
          .payload = event.payload,
          .claimed = none_if_empty(event.claimed),
          .participation = none_if_empty(event.participation),
          .currency = currency_column(event.reporting),
          .rate = rate_column(event.reporting),
          .reporting_minor = event.reporting.minor};
}

class StoredEvents final : public EventsPart {
 public:
  StoredEvents(parties::PartiesPart& parties, const EventTypes& types, const parties::LiveBusiness& business,
               std::function<void()> definitions_changed, EventFollower* follower)
      : EventsPart(parties, types),
        business_(business),
        definitions_changed_(std::move(definitions_changed)),
        follower_(follower) {}

  Result<void> load(Connection& connection) override {
    std::vector<OrderKey> asked;
    for (const auto& wanted : wanted_orders_) {
      if (wanted.party) asked.push_back({wanted.party, std::string(wanted.order_id)});
      for (const auto& identifier : wanted.identifiers)
        if (const auto* owner = parties_.claimed_by(identifier))
          asked.push_back({owner->id, std::string(wanted.order_id)});
    }
    std::sort(asked.begin(), asked.end());
    asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
    std::vector<sql::FindOrder> keys;
    keys.reserve(asked.size());
    for (const auto& key : asked) keys.push_back({.party_id = key.party.value, .order_id = key.order_id});
    TRY(connection.each(std::span<const sql::FindOrder>(keys),
                        [&](std::size_t key, sql::FindOrder::Row&&) { known_orders_.insert(asked[key]); }));
    asked_orders_ = {asked.begin(), asked.end()};
    if (wanted_parties_) TRY(load_parties_after(connection, wanted_parties_->first, wanted_parties_->second));
    if (wanted_currency_) TRY(load_parties_with_currency(connection, *wanted_currency_));
    TRY(load_matters(connection));
    for (const auto id : wanted_histories_)
      if (const auto* card = parties_.find(id))
        histories_[card->id] = TRY(load_histories(connection, std::span(&card->id, 1)));
    for (const auto& wanted : wanted_moments_)
      if (const auto* card = card_of(wanted.on)) {
        auto& there = moments_[{card->id, wanted.occurred_at}];
        there.clear();
        for (auto& row :
             TRY(connection.all(sql::EventsAt{.party_id = card->id.value, .occurred_at = wanted.occurred_at.micros})))
          there.push_back(stored_event_of(std::move(row)));
      }
    return {};
  }

  void committed() override {
    if ((!staged_names_.empty() || !staged_rates_.empty()) && definitions_changed_) definitions_changed_();
  }

  void report(engine::Changes& changes) const override {
    if (!staged_rates_.empty()) changes.add(rates_topic);
    if (!staged_names_.empty()) changes.add(parties::fields_topic);
    if (!staged_names_.empty() || !staged_quarantine_.empty() || !staged_releases_.empty() || expire_by_)
      changes.add(unknown_fields_topic);
  }

  Result<void> write(Connection& connection) override {
    std::vector<sql::InsertEvent> rows;
    rows.reserve(staged_events_.size());
    for (const auto& event : staged_events_) rows.push_back(insert_of(event));
    TRY(connection.send(std::span<const sql::InsertEvent>(rows)));
    TRY(write_orders(connection, staged_orders_));
    TRY(write_matters(connection));
    TRY(write_quarantine(connection));
    TRY(write_rates(connection));
    TRY(in_slices(refiles_, [&](std::span<const PartyId> cards) { return refile(connection, cards); }));
    TRY(in_slices(redates_, [&](std::span<const PartyId> cards) { return redate(connection, cards); }));
    TRY(write_redactions(connection));
    TRY(in_slices(refolds_, [&](std::span<const PartyId> cards) { return refold(connection, cards); }));
    std::vector<sql::LookAtMatterNext> looks;
    looks.reserve(staged_looks_.size());
    for (const auto& look : staged_looks_)
      looks.push_back({.look_on = look.on ? std::optional<std::int64_t>(look.on->days) : std::nullopt,
                       .party_id = look.party.value,
                       .kind = look.kind,
                       .number = look.number});
    TRY(connection.send(std::span<const sql::LookAtMatterNext>(looks)));
    std::vector<sql::LookAtKind> at_kinds;
    at_kinds.reserve(staged_looks_at_kind_.size());
    for (const auto& look : staged_looks_at_kind_)
      at_kinds.push_back({.look_on = look.on.days, .party_id = look.party.value, .kind = look.kind});
    TRY(connection.send(std::span<const sql::LookAtKind>(at_kinds)));
    for (const auto& [id, figures] : figures_) parties_.set_figures(id, figures.to_json());
    if (follower_ != nullptr && follower_->follows()) tell(*follower_);
    return {};
  }

  const parties::Business& business() override {
    if (business_of_batch_ == nullptr) business_of_batch_ = business_.now();
    return *business_of_batch_;
  }

  void clear() override {
    EventsPart::clear();
    business_of_batch_.reset();
  }

 private:
  void tell(EventFollower& follower) const {
    for (const auto& event : staged_events_)
      if (event.participation.empty()) follower.recorded(event);
    for (const auto& [party, matters] : staged_matters_)
      for (const auto& [key, matter] : matters) {
        if (matter.opened) follower.opened(party, key.first, key.second);
        if (matter.closed) follower.closed(party, key.first, key.second);
      }
  }

  Result<void> load_parties_after(Connection& connection, PartyId after, std::int64_t count_max) {
    for (const auto& row :
         TRY(connection.all(parties::sql::PartyIdsAfter{.after = after.value, .row_limit = count_max})))
      parties_after_.push_back({row.party_id});
    return parties_.load_also(connection, parties_after_);
  }

  Result<void> load_parties_with_currency(Connection& connection, const WantedCurrency& wanted) {
    for (const auto& row : TRY(connection.all(sql::PartiesWithCurrency{.currency = wanted.currency.code(),
                                                                       .after = wanted.after.value,
                                                                       .first_day = wanted.first.days,
                                                                       .last_day = wanted.last.days,
                                                                       .row_limit = wanted.count_max})))
      parties_after_.push_back({row.party_id});
    return parties_.load_also(connection, parties_after_);
  }

  // `work` with so many parties at a time that their histories fit in memory side by side.
  template <class Work>
  static Result<void> in_slices(const std::set<PartyId>& all, const Work& work) {
    const std::vector<PartyId> cards(all.begin(), all.end());
    for (std::size_t from = 0; from < cards.size(); from += histories_at_once)
      TRY(work(std::span(cards).subspan(from, std::min(cards.size() - from, histories_at_once))));
    return {};
  }

  static Result<std::vector<StoredEvent>> load_histories(Connection& connection, std::span<const PartyId> cards) {
    std::vector<sql::EventsOfParty> keys;
    keys.reserve(cards.size());
    for (const auto card : cards) keys.push_back({.party_id = card.value});
    std::vector<StoredEvent> events;
    TRY(connection.each(std::span<const sql::EventsOfParty>(keys), [&](std::size_t, sql::EventsOfParty::Row&& row) {
      events.push_back(stored_event_of(std::move(row)));
    }));
    return events;
  }

  Result<void> redate(Connection& connection, std::span<const PartyId> cards) {
    const auto business = business_.now();
    std::vector<StoredEvent> events = TRY(load_histories(connection, cards));
    std::vector<sql::RedateEvent> rows;  // they point into the events
    for (auto& event : events) {
      const Day day_before = event.local_day;
      const Reporting before = event.reporting;
      event.local_day = business->zone.local_day(event.moment.occurred_at);
      event.reporting = reporting_of(stated_amount(event, types_, business->currency), event.local_day,
                                     business->currency, *business->rates);
      if (event.local_day == day_before && event.reporting == before) continue;
      rows.push_back({.local_day = event.local_day.days,
                      .currency = currency_column(event.reporting),
                      .rate = rate_column(event.reporting),
                      .reporting_minor = event.reporting.minor,
                      .party_id = event.party.value,
                      .occurred_at = event.moment.occurred_at.micros,
                      .event_id = event.id.value});
    }
    return connection.send(std::span<const sql::RedateEvent>(rows));
  }

  Result<void> load_matters(Connection& connection) {
    std::vector<PartyId> cards;
    for (const auto& on : wanted_matters_on_)
      if (const auto* card = card_of(on); card != nullptr) wanted_matters_.insert(card->id);
    for (const auto id : wanted_matters_)
      if (const auto* card = parties_.find(id); card != nullptr && !known_matters_.contains(card->id)) {
        cards.push_back(card->id);
        known_matters_.emplace(card->id, Matters());
      }
    std::vector<sql::MattersOfParty> keys;
    keys.reserve(cards.size());
    for (const auto card : cards) keys.push_back({.party_id = card.value});
    TRY(connection.each(
        std::span<const sql::MattersOfParty>(keys), [&](std::size_t place, sql::MattersOfParty::Row&& row) {
          Matter& matter = known_matters_[cards[place]][{std::move(row.kind), std::move(row.number)}];
          const auto day = [](std::int64_t days) { return Day{static_cast<std::int32_t>(days)}; };
          if (row.opened_at)
            matter.opened = Matter::Opening{{{*row.opened_at}, row.opened_precedence.value_or(0)},
                                            std::move(row.text),
                                            row.due_day ? std::optional(day(*row.due_day)) : std::nullopt,
                                            row.from_day ? std::optional(day(*row.from_day)) : std::nullopt,
                                            row.yearly != 0,
                                            row.lunar != 0,
                                            shift_of_row(row.shift),
                                            row.lead_days,
                                            money_of_row(row.amount_minor, row.currency),
                                            {row.origin_party_id.value_or(0)}};
          if (row.closed_at) matter.closed = Moment{{*row.closed_at}, row.closed_precedence.value_or(0)};
        }));
    return {};
  }

  Result<void> write_orders(Connection& connection, const std::vector<std::pair<PartyId, Order>>& orders) {
    const auto business = business_.now();
    std::vector<OrderRow> order_rows;
    std::vector<OrderLineRow> line_rows;
    for (const auto& [party, order] : orders) {
      if (refolds_.contains(party) && !refolding_) continue;  // written with its whole history below
      order_rows.push_back(order_row(party, order, business->zone));
      append_order_lines(line_rows, party, order, *business);
    }
    std::vector<sql::InsertOrder> inserts;
    inserts.reserve(order_rows.size());
    for (const auto& row : order_rows)
      inserts.push_back({.party_id = row.party_id,
                         .order_id = row.order_id,
                         .ordered_at = row.ordered_at,
                         .local_day = row.local_day,
                         .total_minor = row.total_minor,
                         .refunded_minor = row.refunded_minor,
                         .currency = row.currency,
                         .status = row.status});
    TRY(connection.send(std::span<const sql::InsertOrder>(inserts)));
    std::vector<sql::InsertOrderLine> lines;
    lines.reserve(line_rows.size());
    for (const auto& row : line_rows)
      lines.push_back({.party_id = row.party_id,
                       .order_id = row.order_id,
                       .event_id = row.event_id,
                       .line_number = row.line_number,
                       .product_id = row.product_id,
                       .name = row.name,
                       .quantity = row.quantity,
                       .unit_price = row.unit_price,
                       .amount_minor = row.amount_minor,
                       .currency = row.currency,
                       .local_day = row.local_day,
                       .category = row.category,
                       .cost_minor = row.cost_minor,
                       .reporting_minor = row.reporting_minor});
    TRY(connection.send(std::span<const sql::InsertOrderLine>(lines)));
    return {};
  }

  Result<void> write_matters(Connection& connection) {
    std::vector<MatterRow> rows;
    for (const auto& [party, matters] : staged_matters_)
      if (!refolds_.contains(party)) append_matter_rows(rows, party, matters);
    return put_matters(connection, rows);
  }

  Result<void> put_matters(Connection& connection, const std::vector<MatterRow>& rows) {
    const auto business = business_.now();
    std::vector<sql::PutMatter> puts;
    puts.reserve(rows.size());
    for (const auto& row : rows)
      puts.push_back({.party_id = row.party_id,
                      .kind = row.kind,
                      .number = row.number,
                      .opened_at = row.opened_at,
                      .opened_precedence = row.opened_precedence,
                      .closed_at = row.closed_at,
                      .closed_precedence = row.closed_precedence,
                      .due_day = row.due_day,
                      .from_day = row.from_day,
                      .yearly = row.yearly,
                      .lunar = row.lunar,
                      .shift = row.shift,
                      .lead_days = row.lead_days,
                      .look_on = row.look_on(business->words),
                      .amount_minor = row.amount_minor,
                      .currency = row.currency ? std::optional<std::string_view>(*row.currency) : std::nullopt,
                      .origin_party_id = row.origin_party_id,
                      .text = row.text});
    return connection.send(std::span<const sql::PutMatter>(puts));
  }

  Result<void> write_quarantine(Connection& connection) {
    std::vector<sql::InsertQuarantined> rows;
    rows.reserve(staged_quarantine_.size());
    for (const auto& staged : staged_quarantine_)
      rows.push_back({.party_id = staged.party.value,
                      .event_id = staged.event.value,
                      .field = staged.value.field,
                      .value = staged.value.value_json,
                      .source_id = staged.source.value,
                      .expires_at = staged.expires_at.micros});
    TRY(connection.send(std::span<const sql::InsertQuarantined>(rows)));
    for (const auto& key : staged_releases_)
      TRY(connection.write(
          sql::DeleteQuarantined{.party_id = key.party.value, .event_id = key.event.value, .field = key.field}));
    if (!staged_names_.empty()) connection.tell({store::Topic::definitions, {}});
    for (const auto& named : staged_names_)
      TRY(connection.write(
          sql::PutNamedField{.field = named.field, .serves = named.serves, .named_at = named.named_at.micros}));
    return expire_by_ ? expire(connection, *expire_by_) : Result<void>();
  }

  Result<void> write_rates(Connection& connection) {
    if (!staged_rates_.empty()) connection.tell({store::Topic::definitions, {}});
    for (const auto& said : staged_rates_)
      TRY(connection.write(
          sql::PutExchangeRate{.currency = said.currency.code(),
                               .from_day = said.from.days,
                               .set_at = said.set_at.micros,
                               .rate = said.rate ? std::optional<std::int64_t>(said.rate->trillionths) : std::nullopt,
                               .user_id = said.user.value,
                               .source_id = said.source.value}));
    return {};
  }

  // The fact says how many values of which field went, never what they were.
  static Result<void> expire(Connection& connection, Timestamp now) {
    for (const auto& row : TRY(connection.all(sql::ExpiringFields{.expires_at = now.micros})))
      TRY(connection.write(
          sql::PutRedaction{.redacted_at = now.micros, .field = row.field, .values_redacted = row.expiring}));
    TRY(connection.write(sql::ExpireQuarantined{.expires_at = now.micros}));
    return {};
  }

  Result<void> write_redactions(Connection& connection) {
    std::vector<StoredEvent> left;
    left.reserve(staged_redactions_.size());
    for (const auto& [event, what] : staged_redactions_) {
      left.push_back(event);
      if (what == Redact::nothing) continue;
      const EventType* type = types_.find(event.type);
      INVARIANT(type != nullptr, "event {} is of type {}, which this binary does not know", event.id.value, event.type);
      left.back().payload = redacted_payload(type->describe(), event.payload);
      left.back().envelope = redacted_envelope(event.envelope);
      if (what == Redact::text) continue;
      left.back().claimed.clear();
      if (auto participation = Participation::from_json(event.participation)) {
        participation->name.clear();
        left.back().participation = participation->to_json();
      }
    }
    std::vector<sql::RedactEvent> rows;
    rows.reserve(left.size());
    for (const auto& event : left)
      rows.push_back({.envelope = none_if_empty(event.envelope),
                      .payload = event.payload,
                      .claimed = none_if_empty(event.claimed),
                      .participation = none_if_empty(event.participation),
                      .party_id = event.party.value,
                      .occurred_at = event.moment.occurred_at.micros,
                      .event_id = event.id.value});
    TRY(connection.send(std::span<const sql::RedactEvent>(rows), store::Changes::each_row));
    for (const auto card : staged_forgotten_)
      TRY(connection.write(sql::DeleteQuarantinedOfParty{.party_id = card.value}));
    return {};
  }

  // Histories move by being written again under their new party: a distribution column is never updated.
  Result<void> refile(Connection& connection, std::span<const PartyId> cards) {
    std::vector<StoredEvent> events = TRY(load_histories(connection, cards));
    std::vector<PartyId> origins;
    for (const auto& event : events)
      if (origins.empty() || origins.back() != event.origin_party) origins.push_back(event.origin_party);
    TRY(parties_.load_also(connection, std::move(origins)));
    std::vector<sql::DeleteEvent> removed;
    std::vector<sql::InsertEvent> rows;
    std::map<EventId, PartyId> moved;
    for (auto& event : events) {
      const PartyId card = event.party;
      const parties::Party* stands_for = parties_.stands_for(event.origin_party);
      event.party = stands_for == nullptr ? card : stands_for->id;
      if (event.party == card) continue;
      removed.push_back(
          {.party_id = card.value, .occurred_at = event.moment.occurred_at.micros, .event_id = event.id.value});
      rows.push_back(insert_of(event));
      moved.emplace(event.id, event.party);
      refolds_.insert(event.party);
    }
    refolds_.insert(cards.begin(), cards.end());
    TRY(connection.send(std::span<const sql::DeleteEvent>(removed)));
    TRY(connection.send(std::span<const sql::InsertEvent>(rows)));
    return move_quarantined(connection, cards, moved);
  }

  static Result<void> move_quarantined(Connection& connection, std::span<const PartyId> cards,
                                       const std::map<EventId, PartyId>& moved) {
    std::vector<sql::MoveQuarantined> keys;
    keys.reserve(cards.size());
    for (const auto card : cards) keys.push_back({.party_id = card.value});
    std::vector<std::pair<PartyId, sql::MoveQuarantined::Row>> waiting;  // whose card it stood on
    TRY(connection.each(std::span<const sql::MoveQuarantined>(keys),
                        [&](std::size_t place, sql::MoveQuarantined::Row&& row) {
                          if (moved.contains({row.event_id})) waiting.emplace_back(cards[place], std::move(row));
                        }));
    std::vector<sql::DeleteQuarantined> removed;
    std::vector<sql::InsertQuarantined> rows;
    for (const auto& [card, row] : waiting) {
      removed.push_back({.party_id = card.value, .event_id = row.event_id, .field = row.field});
      rows.push_back({.party_id = moved.at({row.event_id}).value,
                      .event_id = row.event_id,
                      .field = row.field,
                      .value = row.value,
                      .source_id = row.source_id,
                      .expires_at = row.expires_at});
    }
    TRY(connection.send(std::span<const sql::DeleteQuarantined>(removed)));
    return connection.send(std::span<const sql::InsertQuarantined>(rows));
  }

  // Whole histories, read, folded and written again as sets.
  Result<void> refold(Connection& connection, std::span<const PartyId> ids) {
    const auto business = business_.now();
    std::vector<sql::EventsOfParty> events;
    std::vector<sql::DeleteOrdersOfParty> orders;
    std::vector<sql::DeleteOrderLinesOfParty> lines;
    std::vector<sql::DeleteMattersOfParty> matters;
    for (const auto id : ids) {
      matters.push_back({.party_id = id.value});
      events.push_back({.party_id = id.value});
      orders.push_back({.party_id = id.value});
      lines.push_back({.party_id = id.value});
    }
    std::vector<History> histories(ids.size());
    TRY(connection.each(std::span<const sql::EventsOfParty>(events),
                        [&](std::size_t place, sql::EventsOfParty::Row&& row) {
                          histories[place].add(stored_event_of(std::move(row)), types_, business->currency);
                        }));
    TRY(connection.send(std::span<const sql::DeleteOrdersOfParty>(orders)));
    TRY(connection.send(std::span<const sql::DeleteOrderLinesOfParty>(lines)));
    TRY(connection.send(std::span<const sql::DeleteMattersOfParty>(matters)));
    std::vector<std::pair<PartyId, Order>> folded;
    std::vector<MatterRow> matter_rows;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      histories[i].finish(business->currency);
      append_matter_rows(matter_rows, ids[i], histories[i].matters);
      for (auto& [order_id, order] : histories[i].orders) folded.emplace_back(ids[i], std::move(order));
    }
    refolding_ = true;
    const auto written = write_orders(connection, folded);
    refolding_ = false;
    TRY(written);
    TRY(put_matters(connection, matter_rows));
    for (std::size_t i = 0; i < ids.size(); ++i) {
      History& history = histories[i];
      figures_.erase(ids[i]);
      const bool repaired = repairs_.contains(ids[i]);
      if (repaired) parties_.restore_identifiers({ids[i], history.identifiers, std::move(history.origins)});
      parties_.replace_fold(ids[i], std::move(history.traits), std::move(history.roles), history.figures.to_json());
      // What search reads may be what was wrong.
      if (parties::Party* party = repaired ? parties_.at(ids[i]) : nullptr; party != nullptr) parties_.changed(*party);
    }
    return {};
  }

  const parties::LiveBusiness& business_;
  std::function<void()> definitions_changed_;
  EventFollower* follower_;
  std::shared_ptr<const parties::Business> business_of_batch_;
  bool refolding_ = false;
};

}  // namespace

std::unique_ptr<EventsPart> make_stored_events(parties::PartiesPart& parties, const EventTypes& types,
                                               const parties::LiveBusiness& business,
                                               std::function<void()> definitions_changed, EventFollower* follower) {
  return std::make_unique<StoredEvents>(parties, types, business, std::move(definitions_changed), follower);
}

OrderRow order_row(PartyId party, const Order& order, const TimeZone& zone) {
  return {party.value,       order.order_id,       order.ordered_at.micros, zone.local_day(order.ordered_at).days,
          order.total_minor, order.refunded_minor, order.currency.code(),   order.status()};
}

void append_matter_rows(std::vector<MatterRow>& rows, PartyId party, const Matters& matters) {
  for (const auto& [key, matter] : matters) {
    MatterRow row{.party_id = party.value, .kind = key.first, .number = key.second};
    if (matter.opened) {
      row.opened_at = matter.opened->moment.occurred_at.micros;
      row.opened_precedence = matter.opened->moment.precedence;
      row.text = matter.opened->text;
      if (matter.opened->due) row.due_day = matter.opened->due->days;
      if (matter.opened->from) row.from_day = matter.opened->from->days;
      row.yearly = matter.opened->yearly ? 1 : 0;
      row.lunar = matter.opened->lunar ? 1 : 0;
      row.shift = static_cast<std::int64_t>(matter.opened->shift);
      row.lead_days = matter.opened->lead_days;
      if (const auto& amount = matter.opened->amount) {
        row.amount_minor = amount->minor;
        row.currency = amount->currency.code();
      }
      row.origin_party_id = matter.opened->origin.value;
    }
    if (matter.closed) {
      row.closed_at = matter.closed->occurred_at.micros;
      row.closed_precedence = matter.closed->precedence;
    }
    rows.push_back(std::move(row));
  }
}

std::optional<std::int64_t> MatterRow::look_on(const parties::OwnWords& words) const {
  const auto lead = lead_days ? lead_days : lead_days_of(kind, words);
  if (!due_day || !lead || !opened_at) return std::nullopt;
  constexpr std::int64_t micros_a_day = days(1).micros;
  const Day from{static_cast<std::int32_t>(*opened_at / micros_a_day) - 1};  // in whatever time zone
  const Recurrence recurrence{{static_cast<std::int32_t>(*due_day)}, yearly != 0, lunar != 0, shift_of_row(shift)};
  const int earlier = recurrence.shift == Shift::after ? parties::shift_days_max : 0;  // and is not kept yet
  const auto first = falls(recurrence, Day{from.days - earlier});
  if (!first) return std::nullopt;
  return look_from(recurrence, *first, static_cast<int>(*lead)).days;
}

void append_order_lines(std::vector<OrderLineRow>& rows, PartyId party, const Order& order,
                        const parties::Business& business) {
  if (order.is_cancelled()) return;
  const auto unless_empty = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
  };
  const auto add = [&](const LinesOfEvent& said) {
    const std::int64_t local_day = business.zone.local_day(said.occurred_at).days;
    std::int64_t number = 0;
    for (const auto& line : said.lines)
      rows.push_back(
          {party.value, order.order_id, said.event.value, number++, line.product_id, unless_empty(line.name),
           line.quantity.as_double(), line.unit_price.as_double(), line.amount_minor, said.currency.code(), local_day,
           unless_empty(line.category), line.cost_minor,
           said.rate ? std::optional(converted_minor(line.amount_minor, said.currency, *said.rate, business.currency))
                     : std::nullopt});
  };
  if (const OrderContent* content = order.content()) add(content->lines);
  for (const auto& refund : order.refund_lines) add(refund);
}

}  // namespace ganbo::events
