// Brings a PostgreSQL record to the schema this binary needs, or says what it lacks.
#pragma once

#include "platform/store/postgres/postgres_connection.hpp"
#include "platform/store/schema.hpp"

namespace ganbo::store {

// An empty database gets the whole schema at once; an older record the migrations it lacks, each in a transaction of
// its own, so that a failure leaves the last version that was reached. One process at a time: others wait for its lock.
// Refuses what a newer binary made, and a schema of the same version but other tables. Does nothing when all is there.
// Where the database has Citus, the tables are spread over its nodes then.
Result<void> migrate_postgres(PostgresConnection& connection, const Schema& schema);

// Spreads those of the tables that are not yet, each in a transaction of its own. Nothing to do without Citus.
Result<void> distribute(PostgresConnection& connection, std::span<const TableFacts> tables);

// Changes nothing: an error that names `ganbo record migrate` unless the schema is the one this binary needs.
Result<void> expect_schema(PostgresConnection& connection, const Schema& schema);

}  // namespace ganbo::store
