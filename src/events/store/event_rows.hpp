// Rows of the events table as the core's type.
#pragma once

#include "events/history.hpp"
#include "events/store/queries.hpp"

namespace ganbo::events {

inline Reporting reporting_of_row(const std::optional<std::string>& currency, std::optional<std::int64_t> rate,
                                  std::optional<std::int64_t> minor) {
  return {.foreign = currency ? std::optional(Currency::trusted(*currency)) : std::nullopt,
          .rate = rate ? std::optional(Rate{*rate}) : std::nullopt,
          .minor = minor};
}

// Works for every query that selects the whole row.
template <class Row>
StoredEvent stored_event_of(Row&& row) {
  StoredEvent event;
  event.id = {row.event_id};
  event.party = {row.party_id};
  event.origin_party = {row.origin_party_id};
  event.type = std::move(row.type);
  event.moment = {{row.occurred_at}, row.precedence};
  event.received_at = {row.received_at};
  event.local_day = {static_cast<std::int32_t>(row.local_day)};
  event.source = {row.source_id};
  event.envelope = std::move(row.envelope).value_or("");
  event.payload = std::move(row.payload);
  event.claimed = std::move(row.claimed).value_or("");
  event.participation = std::move(row.participation).value_or("");
  event.reporting = reporting_of_row(row.currency, row.rate, row.reporting_minor);
  return event;
}

}  // namespace ganbo::events
