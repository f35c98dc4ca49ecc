// Where the tables of a record lie on Citus, which is PostgreSQL with tables spread over many machines. Each table says
// so in its tables.sql: by a column's value, or whole on every machine.
#pragma once

#include <span>

#include "platform/store/postgres/postgres_connection.hpp"
#include "platform/store/schema.hpp"

namespace ganbo::store {

// Spreads the first of the tables that is not yet, with the rows it holds, inside the transaction that was begun; false
// when there was none, or the database has not the extension. Refuses a table that is spread otherwise: moving it is
// the administrator's decision.
Result<bool> distribute_next(PostgresConnection& connection, std::span<const TableFacts> tables);

// Changes nothing: an error that names `ganbo record migrate` when the database has the extension and a table is not
// spread.
Result<void> expect_distributed(PostgresConnection& connection, std::span<const TableFacts> tables);

}  // namespace ganbo::store
