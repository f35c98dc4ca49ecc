#include "platform/store/sqlite/sqlite_migration.hpp"

#include <fmt/format.h>

#include "platform/store/migration.hpp"

namespace ganbo::store {
namespace {

Result<void> create(SqliteConnection& connection, const Schema& schema) {
  TRY(connection.execute(std::string(schema.sqlite), "create the schema"));
  TRY(connection.execute(fmt::format("pragma application_id = {}", application_id), "mark the file"));
  return write_version(connection, schema.version(), schema.checksum);
}

// A text of a migration, as one of the tree's statements would be.
Statement statement_of(std::string_view name, std::string_view text) {
  return {.name = name,
          .sqlite = text,
          .postgres = {},
          .postgres_set = {},
          .row_params = {},
          .citus = {},
          .params = {},
          .results = {},
          .writes = false,
          .index = -1};
}

TextRunner runner_of(SqliteConnection& connection) {
  return {.execute = [&](const std::string& text, std::string_view doing) { return connection.execute(text, doing); },
          .ask = [&](const std::string& text, std::string_view doing, const SeeRow& see) -> Result<void> {
            TRY(connection.run(statement_of(doing, text), 1, {}, see));
            return {};
          }};
}

Result<void> in_transaction(SqliteConnection& connection, auto&& work) {
  TRY(connection.begin());
  if (auto done = work(); !done) {
    connection.rollback();
    return done;
  }
  return connection.commit();
}

Result<FoundSchema> look(SqliteConnection& connection) {
  if (TRY(connection.ask_integer("pragma schema_version", "look at the schema")) == 0)
    return FoundSchema{.empty = true, .version = 0, .checksum = {}};
  return read_version(connection);
}

}  // namespace

Result<void> migrate_sqlite(SqliteConnection& connection, const Schema& schema, bool read_only) {
  while (true) {
    const FoundSchema found = TRY(look(connection));
    TRY(refuse_others(found, schema, "a new data directory"));
    if (found.version == schema.version()) return {};
    if (read_only)
      return failure(ErrorCode::unavailable,
                     found.empty ? "The record is empty. Run `ganbo serve` once to make it."
                                 : "The record has an older schema. Run `ganbo serve` once to bring it up to date.");
    // Two processes may start at once: what was seen before the lock is looked at again under it.
    const auto advance = [&]() -> Result<void> {
      if (TRY(look(connection)) != found) return {};
      if (found.empty) return create(connection, schema);
      return take_step(connection, runner_of(connection), found, schema);
    };
    TRY(in_transaction(connection, advance));
  }
}

}  // namespace ganbo::store
