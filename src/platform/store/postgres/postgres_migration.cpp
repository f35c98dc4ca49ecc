#include "platform/store/postgres/postgres_migration.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>

#include "platform/store/postgres/postgres_citus.hpp"
#include "platform/store/queries.hpp"

namespace ganbo::store {
namespace {

constexpr std::string_view version_key = "schema_version";
constexpr std::string_view checksum_key = "schema_checksum";
// One number for all records of a server: migrations are rare. ("ganbo" in ASCII.)
constexpr std::int64_t migration_lock = 0x67616e626f;

struct Found {
  bool empty = false;
  int version = 0;
  std::string checksum;
};

Result<Found> look(PostgresConnection& connection) {
  const Answer there = TRY(connection.execute("select to_regclass('record_meta') is not null", "look at the schema"));
  if (std::string_view(PQgetvalue(there.get(), 0, 0)) != "t") return Found{.empty = true, .version = 0, .checksum = {}};
  const auto version = TRY(connection.one(sql::ReadMeta{.key = version_key}));
  const auto checksum = TRY(connection.one(sql::ReadMeta{.key = checksum_key}));
  Found found{.empty = false, .version = 0, .checksum = checksum ? checksum->value : ""};
  if (version) std::from_chars(version->value.data(), version->value.data() + version->value.size(), found.version);
  if (found.version < 1)
    return failure(ErrorCode::internal, "The record does not say which schema it has. Restore a backup.");
  return found;
}

Result<void> refuse_others(const Found& found, const Schema& schema) {
  if (found.version > schema.version())
    return failure(
        ErrorCode::unavailable,
        fmt::format(
            "The record was made by a newer ganbo (schema {}; this one knows {}). Run that version or a newer one.",
            found.version, schema.version()));
  if (found.version == schema.version() && found.checksum != schema.checksum)
    return failure(
        ErrorCode::unavailable,
        fmt::format("The record was made by an unreleased ganbo with other tables (schema {} {}; this one has "
                    "{}). Name a new database and import again, or run the binary it was made with.",
                    found.version, found.checksum, schema.checksum));
  return {};
}

Result<void> write_version(PostgresConnection& connection, int version, std::string_view checksum) {
  const std::string number = std::to_string(version);
  TRY(connection.write(sql::WriteMeta{.key = version_key, .value = number}));
  TRY(connection.write(sql::WriteMeta{.key = checksum_key, .value = checksum}));
  return {};
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

Result<void> check(PostgresConnection& connection, const Migration& step, std::span<const std::string_view> checks,
                   std::string_view when) {
  for (const std::string_view text : checks) {
    const Answer found = TRY(connection.execute(std::string(text), step.name));
    if (PQntuples(found.get()) == 0) continue;
    std::string row;
    for (int column = 0; column < PQnfields(found.get()); ++column)
      row += fmt::format("{}{} = {}", column ? ", " : "", PQfname(found.get(), column),
                         PQgetisnull(found.get(), 0, column) ? "null" : PQgetvalue(found.get(), 0, column));
    return failure(ErrorCode::unavailable, fmt::format("The migration {} found what must not be {} it: {}. The "
                                                       "record stays as it was; see the note of the migration.",
                                                       step.name, when, row));
  }
  return {};
}

Result<void> step_up(PostgresConnection& connection, const Migration& step, std::string_view checksum) {
  TRY(check(connection, step, step.before, "before"));
  TRY(connection.execute(std::string(step.postgres), step.name));
  TRY(check(connection, step, step.after, "after"));
  return write_version(connection, step.number, checksum);
}

// One step; false when there was nothing to do.
Result<bool> advance(PostgresConnection& connection, const Schema& schema) {
  const Found found = TRY(look(connection));
  TRY(refuse_others(found, schema));
  if (found.version == schema.version()) return false;
  if (found.empty)
    TRY(create(connection, schema));
  else
    TRY(step_up(connection, schema.migrations[static_cast<std::size_t>(found.version) - 1], schema.checksum));
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
  const Found found = TRY(look(connection));
  TRY(refuse_others(found, schema));
  if (found.version == schema.version()) return expect_distributed(connection, schema.tables);
  return failure(ErrorCode::unavailable,
                 found.empty
                     ? "The database has no record of ganbo yet. Make it with `ganbo record migrate`, with the same "
                       "--record or GANBO_RECORD."
                     : "The record has an older schema. Back it up, then bring it up to date with `ganbo record "
                       "migrate`.");
}

}  // namespace ganbo::store
