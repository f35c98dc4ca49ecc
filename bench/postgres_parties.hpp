// Parties of a record that is already large, written by PostgreSQL itself: what a benchmark at millions of parties
// meets without waiting for hours of ingest.
#pragma once

#include <libpq-fe.h>

#include <cstdint>

namespace ganbo::bench {

// For each number below `parties` one customer of the demo's story, known by its user id and a name, with the identify
// event that said so and that event's name. The record must be migrated and hold no event.
void put_parties(PGconn* session, std::int64_t parties);

}  // namespace ganbo::bench
