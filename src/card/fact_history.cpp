#include "card/fact_history.hpp"

#include <algorithm>
#include <limits>

#include "events/history.hpp"

namespace ganbo::card {
namespace {

events::StoredEvent event_of(const TimelineRow& row) {
  events::StoredEvent event;
  event.id = row.entry.id;
  event.type = row.entry.type;
  event.moment = {row.entry.occurred_at, row.precedence};
  event.source = row.source;
  event.envelope = row.entry.envelope;
  event.payload = row.entry.payload;
  event.claimed = row.claimed;
  event.participation = row.participation;
  return event;
}

}  // namespace

bool Told::has_time() const { return moment.occurred_at.micros != std::numeric_limits<std::int64_t>::min(); }

std::optional<Told> told_of(const FactAsked& fact, const TimelineRow& row, const events::EventTypes& types,
                            Currency default_currency) {
  // A history of this one touchpoint alone.
  events::History history;
  history.add(event_of(row), types, default_currency);
  const parties::Moment moment{row.entry.occurred_at, row.precedence};
  if (!fact.trait.empty()) {
    const auto& traits = history.traits.by_name();
    const auto trait = traits.find(fact.trait);
    if (trait == traits.end()) return std::nullopt;
    return Told{trait->second.moment, trait->second.is_none() ? "null" : trait->second.value_json};
  }
  if (fact.identifier) {
    const bool claimed = std::find(history.identifiers.begin(), history.identifiers.end(), *fact.identifier) !=
                         history.identifiers.end();
    return claimed ? std::optional(Told{moment, {}}) : std::nullopt;
  }
  const auto matter = history.matters.find({fact.matter, fact.number});
  if (matter == history.matters.end()) return std::nullopt;
  return Told{moment, {}, matter->second.closed.has_value()};
}

}  // namespace ganbo::card
