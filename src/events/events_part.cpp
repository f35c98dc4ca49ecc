#include "events/events_part.hpp"

#include "platform/base/invariant.hpp"

namespace ganbo::events {

Figures& EventsPart::figures_of(parties::Party& party) {
  const auto found = figures_.find(party.id);
  if (found != figures_.end()) return found->second;
  return figures_.emplace(party.id, Figures::from_json(party.figures)).first->second;
}

void EventsPart::record(parties::Party& party, StoredEvent event, const Facets& facets,
                        std::string_view envelope_role) {
  Figures& figures = figures_of(party);
  party.changed = true;
  event.reporting = reporting_of(facets.amount, event.local_day, business().currency, *business().rates);
  if (fold_event(party.traits, party.roles, figures, event, facets, envelope_role)) parties_.changed(party);
  if (facets.order) {
    // An order nobody spoke of before only adds to the figures. Anything said about a known one may change the past; so
    // may an order the record was not asked about, since an event earlier in this batch led this one to the party: the
    // record may well know it.
    OrderKey key{party.id, facets.order->order_id};
    const bool looked_up = party.is_new || asked_orders_.contains(key);
    if (known_orders_.insert(std::move(key)).second && looked_up) {
      Order order;
      fold_order(order, *facets.order, {event.moment, event.id, event.reporting.factor()});
      add_order(figures, order, business().currency);
      staged_orders_.emplace_back(party.id, std::move(order));
    } else {
      refolds_.insert(party.id);
    }
  }
  if (facets.matter) fold_matter(staged_matters_[party.id], *facets.matter, event.moment, event.id, event.origin_party);
  staged_events_.push_back(std::move(event));
}

Matter EventsPart::matter(PartyId party, const std::string& kind, const std::string& number) const {
  Matter found;
  const auto take = [&](const std::map<PartyId, Matters>& matters) {
    const auto of_party = matters.find(party);
    if (of_party == matters.end()) return;
    const auto it = of_party->second.find({kind, number});
    if (it == of_party->second.end()) return;
    const Matter& said = it->second;
    if (said.opened && (!found.opened || found.opened->moment < said.opened->moment)) found.opened = said.opened;
    if (said.closed && (!found.closed || *found.closed < *said.closed)) found.closed = said.closed;
  };
  take(known_matters_);
  take(staged_matters_);
  return found;
}

void EventsPart::record_copy(parties::Party& party, StoredEvent event, const Participation& participation) {
  party.changed = true;
  const EventType* type = types_.find(event.type);
  INVARIANT(type != nullptr, "a copy of type {}, which this binary does not know", event.type);
  // Amounts say their currency: the default is asked for nothing.
  const auto meaning = meaning_of_copy(*type, event.payload, participation, Currency());
  if (fold_participation(party.traits, party.roles, figures_of(party), event.type, meaning.is_contact, participation,
                         event.moment, event.source))
    parties_.changed(party);
  if (meaning.matter)
    fold_matter(staged_matters_[party.id], *meaning.matter, event.moment, event.id, event.origin_party);
  staged_events_.push_back(std::move(event));
}

const parties::Party* EventsPart::card_of(const Participant& on) {
  if (on.party) return parties_.find(on.party);
  for (const auto& identifier : on.identifiers)
    if (const auto* owner = parties_.claimed_by(identifier)) return owner;
  return nullptr;
}

void EventsPart::quarantine(const StoredEvent& event, std::vector<QuarantinedValue> values, Timestamp expires_at) {
  for (auto& value : values)
    staged_quarantine_.push_back({event.party, event.id, event.source, expires_at, std::move(value)});
}

void EventsPart::clear() {
  wanted_orders_.clear();
  asked_orders_.clear();
  known_orders_.clear();
  figures_.clear();
  staged_events_.clear();
  staged_orders_.clear();
  staged_matters_.clear();
  staged_quarantine_.clear();
  staged_releases_.clear();
  staged_names_.clear();
  staged_rates_.clear();
  expire_by_.reset();
  refiles_.clear();
  wanted_parties_.reset();
  wanted_currency_.reset();
  parties_after_.clear();
  redates_.clear();
  wanted_matters_.clear();
  wanted_matters_on_.clear();
  known_matters_.clear();
  staged_looks_.clear();
  staged_looks_at_kind_.clear();
  wanted_histories_.clear();
  wanted_moments_.clear();
  histories_.clear();
  moments_.clear();
  staged_redactions_.clear();
  staged_forgotten_.clear();
  refolds_.clear();
  repairs_.clear();
}

}  // namespace ganbo::events
