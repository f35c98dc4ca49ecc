// EventsPart: the events, orders and figures of the batch in hand.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "events/history.hpp"
#include "parties/business.hpp"
#include "parties/parties_part.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::events {

// What pages are told of (platform/engine/changes.hpp).
inline constexpr std::string_view rates_topic = "rates";                    // exchange rates
inline constexpr std::string_view unknown_fields_topic = "unknown_fields";  // what waits in the quarantine

struct OrderKey {
  PartyId party;
  std::string order_id;
  auto operator<=>(const OrderKey&) const = default;
};

// A value that waits until somebody names the use it serves.
struct QuarantinedValue {
  std::string field;  // "traits.shoe_size", "order_completed.gift_wrap"
  std::string value_json;
};

// A value of the quarantine, and a field that was given a use.
struct QuarantineKey {
  PartyId party;
  EventId event;
  std::string field;
};
struct NamedField {
  std::string field;
  std::string serves;
  Timestamp named_at;
};

// What was said of a rate; empty: it was taken back.
struct SetRate {
  Currency currency;
  Day from;
  std::optional<Rate> rate;
  Timestamp set_at;
  UserId user;
  SourceId source;
};

// What goes of an event.
enum class Redact {
  nothing,  // it is written again as it is given
  text,     // what somebody wrote
  whole     // and whom it made known, and by what name somebody took part
};

class EventsPart : public engine::Part {
 public:
  EventsPart(parties::PartiesPart& parties, const EventTypes& types) : parties_(parties), types_(types) {}

  // want
  // What is handed in lives until load() has returned.
  void want_order(std::span<const parties::Identifier> identifiers, PartyId party, std::string_view order_id) {
    wanted_orders_.push_back({identifiers, party, order_id});
  }

  // All that stands on a card.
  void want_history(PartyId party) { wanted_histories_.insert(party); }
  // What happened at an instant to somebody known by a card or by identifiers, which parties was asked for.
  void want_moment(const Participant& on, Timestamp occurred_at) { wanted_moments_.push_back({on, occurred_at}); }
  // The next parties in the order of their ids that have events of a foreign currency in some days.
  struct WantedCurrency {
    Currency currency;
    Day first;
    Day last;
    PartyId after;
    std::int64_t count_max = 0;
  };
  void want_parties_with_currency(const WantedCurrency& wanted) { wanted_currency_ = wanted; }
  // The next parties in the order of their ids.
  void want_parties_after(PartyId after, std::int64_t count_max) { wanted_parties_ = {after, count_max}; }
  // All matters of somebody known by a card or by identifiers, which parties was asked for.
  void want_matters(PartyId party) { wanted_matters_.insert(party); }
  void want_matters(Participant on) { wanted_matters_on_.push_back(std::move(on)); }

  // apply
  // As it was when the batch first asked.
  virtual const parties::Business& business() = 0;
  const std::vector<PartyId>& parties_after() const { return parties_after_; }
  // The days of the party's events, orders and lines are computed again in the business's time zone, and their amounts
  // by the rates of those days.
  void redate(PartyId party) {
    redates_.insert(party);
    refolds_.insert(party);
  }
  // As the record and the batch have it; not opened: there is none. Its party was wanted with its matters.
  Matter matter(PartyId party, const std::string& kind, const std::string& number) const;
  // When a key date is to be looked at again.
  struct Look {
    PartyId party;
    std::string kind;
    std::string number;
    std::optional<Day> on;
  };
  void look_next(Look look) { staged_looks_.push_back(std::move(look)); }
  // Those of a kind that do not say themselves how many days before somebody is reminded are looked at on that day, if
  // not earlier.
  struct LookAtKind {
    PartyId party;
    std::string kind;
    Day on;
  };
  void look_at_kind(LookAtKind look) { staged_looks_at_kind_.push_back(std::move(look)); }
  const std::vector<StoredEvent>& history_of(PartyId card) const { return histories_.at(card); }
  const std::vector<StoredEvent>& moment_of(PartyId card, Timestamp occurred_at) const {
    return moments_.at({card, occurred_at});
  }
  // Null: nobody is known so.
  const parties::Party* card_of(const Participant& on);
  void redact(const StoredEvent& event, Redact what) { staged_redactions_.emplace_back(event, what); }
  // What waits in the quarantine goes.
  void forget_waiting(PartyId card) { staged_forgotten_.push_back(card); }
  // The figures of a party in this batch, read from its row when first asked for.
  Figures& figures_of(parties::Party& party);
  // Stages the event and folds it onto the card. The party's traits, roles and figures change at once; an event that
  // changes the past (an order known before) marks the party, whose whole history is folded again when the batch is
  // written.
  void record(parties::Party& party, StoredEvent event, const Facets& facets, std::string_view envelope_role);
  // The same for a copy on the card of somebody who took part.
  void record_copy(parties::Party& party, StoredEvent event, const Participation& participation);
  void quarantine(const StoredEvent& event, std::vector<QuarantinedValue> values, Timestamp expires_at);
  // The value was replayed by an event of this batch.
  void release(QuarantineKey key) { staged_releases_.push_back(std::move(key)); }
  void set_rate(SetRate said) { staged_rates_.push_back(said); }
  void name_field(NamedField field) { staged_names_.push_back(std::move(field)); }
  // What expires by `now` is redacted.
  void expire_quarantine(Timestamp now) { expire_by_ = now; }
  // Whom the events of this card came to has merged or was parted again: each goes where that stands now. All cards
  // that are touched are folded again.
  void refile(parties::Party& card) { refiles_.insert(card.id); }
  // Folds the whole history of the party again when the batch is written.
  void refold(parties::Party& party) { refolds_.insert(party.id); }
  // Likewise, and puts right its identifiers and what stands on its card: for `ganbo rebuild --repair`.
  void repair(PartyId party) {
    refiles_.insert(party);
    redates_.insert(party);
    refolds_.insert(party);
    repairs_.insert(party);
  }

  void clear() override;

 protected:
  struct WantedOrder {
    std::span<const parties::Identifier> identifiers;
    PartyId party;
    std::string_view order_id;
  };
  struct StagedQuarantine {
    PartyId party;
    EventId event;
    SourceId source;
    Timestamp expires_at;
    QuarantinedValue value;
  };

  parties::PartiesPart& parties_;
  const EventTypes& types_;
  std::vector<WantedOrder> wanted_orders_;
  std::set<OrderKey> asked_orders_;  // those the record was asked for
  std::set<OrderKey> known_orders_;  // in the record or staged by this batch
  std::unordered_map<PartyId, Figures> figures_;
  std::vector<StoredEvent> staged_events_;
  std::vector<std::pair<PartyId, Order>> staged_orders_;
  std::map<PartyId, Matters> staged_matters_;  // what this batch said; the record keeps the latest
  std::vector<StagedQuarantine> staged_quarantine_;
  std::vector<QuarantineKey> staged_releases_;
  std::vector<NamedField> staged_names_;
  std::vector<SetRate> staged_rates_;
  std::optional<Timestamp> expire_by_;
  std::set<PartyId> refiles_;
  struct WantedMoment {
    Participant on;
    Timestamp occurred_at;
  };
  std::optional<std::pair<PartyId, std::int64_t>> wanted_parties_;
  std::optional<WantedCurrency> wanted_currency_;
  std::vector<PartyId> parties_after_;
  std::set<PartyId> redates_;
  std::set<PartyId> wanted_matters_;
  std::vector<Participant> wanted_matters_on_;
  std::map<PartyId, Matters> known_matters_;
  std::vector<Look> staged_looks_;
  std::vector<LookAtKind> staged_looks_at_kind_;
  std::set<PartyId> wanted_histories_;
  std::vector<WantedMoment> wanted_moments_;
  std::map<PartyId, std::vector<StoredEvent>> histories_;
  std::map<std::pair<PartyId, Timestamp>, std::vector<StoredEvent>> moments_;
  std::vector<std::pair<StoredEvent, Redact>> staged_redactions_;
  std::vector<PartyId> staged_forgotten_;
  std::set<PartyId> refolds_;
  std::set<PartyId> repairs_;
};

}  // namespace ganbo::events
