#include "platform/store/postgres/postgres_migration.hpp"

#include <fmt/format.h>

#include <functional>

#include "platform/store/migration.hpp"
#include "platform/store/postgres/postgres_citus.hpp"

namespace ganbo::store {
namespace {

// One number for all records of a server: migrations are rare. ("ganbo" in ASCII.)
constexpr std::int64_t migration_lock = 0x67616e626f;
constexpr std::string_view new_place = "a new database";

Result<FoundSchema> look(PostgresConnection& connection) {
  const Answer there = TRY(connection.execute("select to_regclass('record_meta') is not null", "look at the schema"));
  if (std::string_view(PQgetvalue(there.get(), 0, 0)) != "t")
    return FoundSchema{.empty = true, .version = 0, .checksum = {}};
  return read_version(connection);
}

Result<void> create(PostgresConnection& connection, const Schema& schema) {
  const auto made = connection.execute(std::string(schema.postgres), "create the schema");
  if (!made)
    return failure(
        made.error().code,
        fmt::format("The tables of ganbo cannot be made. It needs a database, or a schema, of its own, in which "
                    "its user may create. {}",
                    made.error().message));
  return write_version(connection, schema.version(), schema.checksum);
}

TextRunner runner_of(PostgresConnection& connection) {
  return {.execute = [&](const std::string& text, std::string_view doing) -> Result<void> {
            TRY(connection.execute(text, doing));
            return {};
          },
          .ask = [&](const std::string& text, std::string_view doing, const SeeRow& see) -> Result<void> {
            const Answer found = TRY(connection.execute(text, doing));
            for (int row = 0; row < PQntuples(found.get()); ++row) see(0, PostgresCursor(found.get(), row, 0));
            return {};
          }};
}

// One step; false when there was nothing to do.
Result<bool> advance(PostgresConnection& connection, const Schema& schema) {
  const FoundSchema found = TRY(look(connection));
  TRY(refuse_others(found, schema, new_place));
  if (found.version == schema.version()) return false;
  if (found.empty)
    TRY(create(connection, schema));
  else
    TRY(take_step(connection, runner_of(connection), found, schema));
  return true;
}

// Takes steps, each in a transaction of its own and under the lock, until one says that nothing is left to do.
Result<void> take_steps(PostgresConnection& connection, const std::function<Result<bool>()>& step) {
  while (true) {
    TRY(connection.begin());
    // The wait for another process is as long as its step takes; the connection's lock_timeout is for statements.
    const auto locked = connection.execute(
        fmt::format("set local lock_timeout = 0; select pg_advisory_xact_lock({})", migration_lock), "lock the schema");
    const Result<bool> taken = locked.ok() ? step() : Result<bool>(locked.error());
    if (!taken.ok()) {
      connection.rollback();
      return taken.error();
    }
    TRY(connection.commit());
    if (!*taken) return {};
  }
}

}  // namespace

Result<void> migrate_postgres(PostgresConnection& connection, const Schema& schema) {
  TRY(take_steps(connection, [&] { return advance(connection, schema); }));
  return distribute(connection, schema.tables);
}

Result<void> distribute(PostgresConnection& connection, std::span<const TableFacts> tables) {
  return take_steps(connection, [&] { return distribute_next(connection, tables); });
}

Result<void> expect_schema(PostgresConnection& connection, const Schema& schema) {
  const FoundSchema found = TRY(look(connection));
  TRY(refuse_others(found, schema, new_place));
  if (found.version == schema.version()) return expect_distributed(connection, schema.tables);
  return failure(ErrorCode::unavailable,
                 found.empty
                     ? "The database has no record of ganbo yet. Make it with `ganbo record migrate`, with the same "
                       "--record or GANBO_RECORD."
                     : "The record has an older schema. Back it up, then bring it up to date with `ganbo record "
                       "migrate`.");
}

}  // namespace ganbo::store
