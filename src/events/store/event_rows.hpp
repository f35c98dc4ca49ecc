// Rows of the events table as the core's type.
#pragma once

#include "events/history.hpp"
#include "events/store/queries.hpp"

namespace ganbo::events {

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
  return event;
}

inline Result<std::vector<StoredEvent>> load_history(store::Connection& connection, PartyId id) {
  std::vector<StoredEvent> events;
  const sql::EventsOfParty query{.party_id = id.value};
  TRY(connection.each(std::span<const sql::EventsOfParty>(&query, 1), [&](std::size_t, sql::EventsOfParty::Row&& row) {
    events.push_back(stored_event_of(std::move(row)));
  }));
  return events;
}

}  // namespace ganbo::events
